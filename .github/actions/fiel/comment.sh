#!/usr/bin/env bash
# Posts the reports as one comment on the pull request, or puts them in the place of the comment that is there.
set -euo pipefail

[ -n "$FIEL_PULL_REQUEST" ] || { printf 'no pull request, so no comment\n'; exit 0; }

command -v gh > /dev/null || { printf '::error::gh is not installed, so there is no comment\n'; exit 1; }

# The comment is known by a mark that names what was scored, so that two suites have two comments.
mark="<!-- fiel $(printf '%s' "$FIEL_TITLE" | sha256sum | cut -c 1-16) -->"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
printf '%s\n' "$mark" > "$body"
for part in report.md comparison.md; do
    [ ! -f "$FIEL_OUT/$part" ] || { cat -- "$FIEL_OUT/$part"; printf '\n'; } >> "$body"
done
[ "$(wc -l < "$body")" -gt 1 ] || { printf 'no report, so no comment\n'; exit 0; }
# GitHub takes 65,536 characters; the whole report is in the artefact.
limit=60000
if [ "$(wc -m < "$body")" -gt "$limit" ]; then
    text=$(< "$body")
    printf '%s\n\n…\n' "${text:0:limit}" > "$body"
fi

comments=repos/$GITHUB_REPOSITORY/issues/$FIEL_PULL_REQUEST/comments
# A mark that someone else wrote is not ours to overwrite.
mine='.[] | select(.user.type == "Bot") | select(.body | startswith(env.MARK)) | .id'
found=$(MARK=$mark gh api --paginate "$comments" --jq "$mine" | sed -n 1p)
if [ -n "$found" ]; then
    gh api --silent -X PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$found" -F "body=@$body"
else
    gh api --silent -X POST "$comments" -F "body=@$body"
fi
