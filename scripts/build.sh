#!/usr/bin/env bash
# Builds the program `murmur` into artifacts/publish; says nothing unless something is wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
command -v dotnet >/dev/null || { echo "build: the .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! dotnet publish "$here/src/Agent/Murmuration.Agent.csproj" -c Release -o "$here/artifacts/publish" --nologo -v quiet >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
