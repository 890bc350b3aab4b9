#!/usr/bin/env bash
# Builds fiel and puts it, with its resource folders, into a folder that can be kept for the next job.
set -euo pipefail

swift build --package-path "$FIEL_PACKAGE" -c release --product fiel
built=$(swift build --package-path "$FIEL_PACKAGE" -c release --show-bin-path)
mkdir -p "$FIEL_INSTALL"
cp -R "$built/fiel" "$built"/*.resources "$FIEL_INSTALL/"
