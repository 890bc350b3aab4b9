#!/usr/bin/env bash
# Runs the suite or scores the data set, then compares with the baseline. Reports go to FIEL_OUT, exit-code to the outputs: a
# code of the program never fails this step, so that what it wrote is uploaded first.
set -euo pipefail

refuse() {
    printf '::error::%s\n' "$1"
    printf 'exit-code=2\n' >> "$GITHUB_OUTPUT"
    exit 0
}

[ -z "$FIEL_SUITE" ] || [ -z "$FIEL_DATASET" ] || refuse 'suite and dataset are both given, choose one'
[ -n "$FIEL_SUITE$FIEL_DATASET" ] || refuse 'neither suite nor dataset is given'
[[ $FIEL_OUT != *$'\n'* ]] || refuse 'out has a line break'
mkdir -p -- "$FIEL_OUT"
out=$(realpath -- "$FIEL_OUT")

options=(--github --html "$out/report.html" --junit "$out/junit.xml" --sarif "$out/fiel.sarif" --markdown "$out/report.md")
while IFS= read -r gate; do
    # YAML leaves spaces around a line of its own accord.
    gate=${gate#"${gate%%[![:space:]]*}"}
    [ -z "$gate" ] || options+=("--gate=$gate")
done <<< "$FIEL_GATES"

code=0
if [ -n "$FIEL_SUITE" ]; then
    "$FIEL" run "${options[@]}" --out "$out" -- "$FIEL_SUITE" || code=$?
else
    "$FIEL" score "${options[@]}" --out "$out/results.jsonl" -- "$FIEL_DATASET" || code=$?
fi

# A comparison that fails counts more than lines that could not be scored (3), and less than anything else.
if [ -n "$FIEL_BASELINE" ] && [ -f "$out/results.jsonl" ]; then
    compare=(compare --markdown "$out/comparison.md")
    [ -z "$FIEL_MAX_DROP" ] || compare+=("--max-drop=$FIEL_MAX_DROP")
    token=fiel-$RANDOM$RANDOM$RANDOM
    compared=0
    # Answers stand in what is printed, and must not give orders to the runner.
    printf '::stop-commands::%s\n' "$token"
    "$FIEL" "${compare[@]}" -- "$FIEL_BASELINE" "$out/results.jsonl" || compared=$?
    printf '::%s::\n' "$token"
    [ ! -f "$out/comparison.md" ] || cat -- "$out/comparison.md" >> "$GITHUB_STEP_SUMMARY"
    case $code in 0 | 3) [ "$compared" -eq 0 ] || code=$compared ;; esac
fi

{
    printf 'exit-code=%s\n' "$code"
    [ ! -f "$out/results.jsonl" ] || printf 'results=%s\n' "$out/results.jsonl"
    [ ! -f "$out/fiel.sarif" ] || printf 'sarif=%s\n' "$out/fiel.sarif"
} >> "$GITHUB_OUTPUT"
