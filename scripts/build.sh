#!/usr/bin/env bash
# Builds the program `murmur` into artifacts/publish: with the package ILGPU, for graphics cards, and with machine code
# made ahead (ReadyToRun), for a quicker start, each where its packages can be restored; says what it did, and else
# nothing unless something is wrong.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
command -v dotnet >/dev/null || { echo "build: the .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
program=$here/src/Agent/Murmuration.Agent.csproj
# A folder of its own: the build for one system must not disturb the ordinary one, which tests may use meanwhile.
export ArtifactsPath=$here/artifacts/publish-build
# The rules of the sources are for those who change them.
export RunAnalyzers=false
# What could be restored is remembered for a day, as asking for a package that cannot be had takes seconds.
notes=$ArtifactsPath/restorable
recalled=false
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# restorable NAME PROJECT [ARGUMENT...]: leaves nothing behind but the answer, which is written whole or not at all.
restorable() {
    local note=$notes/$1 answer=no
    if [ -z "$(find "$note" -mmin -1440 2>/dev/null)" ]; then
        mkdir -p "$notes"
        if dotnet restore "${@:2}" -p:ArtifactsPath="$work/$1" >/dev/null 2>&1; then answer=yes; fi
        echo "$answer" >"$work/answer"
        mv "$work/answer" "$note"
    else
        recalled=true
    fi
    [ "$(cat "$note")" = yes ]
}

# The system that the SDK itself is made for.
system=$(sed -n 's/^ *RID: *//p' <(dotnet --info) | head -n 1)
options=(-p:WithIlgpu=false)
said="without ILGPU, which cannot be restored here; numerics run on the host"
if restorable ilgpu "$here/src/Kernels/Murmuration.Kernels.csproj" -p:WithIlgpu=true; then
    options=(-p:WithIlgpu=true)
    said="with ILGPU; 'murmur devices' lists the cards that can be used"
fi
if restorable "machine-code-$system" "$program" -r "$system" -p:PublishReadyToRun=true; then
    options+=(-r "$system" --self-contained false -p:PublishReadyToRun=true)
else
    said="$said; without machine code made ahead, so that a start takes a little longer"
fi
if ! dotnet publish "$program" -c Release "${options[@]}" -o "$here/artifacts/publish" --nologo -v quiet >"$work/log" 2>&1; then
    rm -rf "$notes"
    # Perhaps what could be restored no longer can: asked anew, it is left out.
    if $recalled; then rm -rf "$work" && exec "$0"; fi
    cat "$work/log" >&2
    exit 1
fi
echo "build: $said" >&2
