#!/usr/bin/env bash
# Says where Fiel is, or will be built: outputs fiel, package, install and key, which changes with the sources.
set -euo pipefail

if [ -n "$FIEL_BINARY" ]; then
    printf 'fiel=%s\n' "$(realpath -- "$FIEL_BINARY")" >> "$GITHUB_OUTPUT"
    exit 0
fi

package=$(realpath -- "${FIEL_PACKAGE:-$GITHUB_ACTION_PATH/../../..}")
[ -f "$package/Package.swift" ] || { printf '::error::no Package.swift in the folder of Fiel\n'; exit 2; }
install=$RUNNER_TEMP/fiel
# Contents and toolchain, not the commit: an action that is fetched is no git repository.
sources=$(cd "$package" && find Package.swift Sources -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
key=$({ swift --version 2> /dev/null || true; printf '%s\n' "$sources"; } | sha256sum | cut -d ' ' -f 1)
printf 'package=%s\ninstall=%s\nfiel=%s\nkey=%s\n' "$package" "$install" "$install/fiel" "$key" >> "$GITHUB_OUTPUT"
