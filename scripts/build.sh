#!/usr/bin/env bash
# Builds the program `murmur` into artifacts/publish: with the package ILGPU, for graphics cards, where it can be restored;
# says which of the two it did, and else nothing unless something is wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
command -v dotnet >/dev/null || { echo "build: the .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
log=$(mktemp)
with=false
# In a folder of its own: the trial leaves nothing behind where the package is missing.
trial=$(mktemp -d)
trap 'rm -rf "$log" "$trial"' EXIT
if dotnet restore "$here/src/Kernels/Murmuration.Kernels.csproj" -p:WithIlgpu=true -p:ArtifactsPath="$trial" >"$log" 2>&1; then
    with=true
fi
if ! dotnet publish "$here/src/Agent/Murmuration.Agent.csproj" -c Release -p:WithIlgpu=$with -o "$here/artifacts/publish" --nologo -v quiet >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
if $with; then
    echo "build: with ILGPU; 'murmur devices' lists the cards that can be used" >&2
else
    echo "build: without ILGPU, which cannot be restored here; numerics run on the host" >&2
fi
