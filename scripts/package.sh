#!/usr/bin/env bash
# Builds what users install, into artifacts/packages, with SHA-256 sums:
#
#   tool        Murmuration.VERSION.nupkg, a .NET tool: dotnet tool install --global Murmuration --add-source DIR
#   linux-x64   murmur-linux-x64, one file that needs no .NET
#   win-x64     murmur-win-x64.exe, likewise
#   container   murmuration-container.tar, an image made without Docker, for: docker load, podman load
#
# Usage: package.sh [--output DIR] [--base-image IMAGE] [KIND...]
#
# Without a KIND all are built. A kind that cannot be built, because a package or the base image cannot be had, is named
# with the reason; the others are built all the same, and the exit code is 1.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
project=$here/src/Agent/Murmuration.Agent.csproj
# Its own folder: builds for other systems must not disturb the ordinary one, which may run at the same time.
export ArtifactsPath=$here/artifacts/package-build
# The rules of the sources are for those who change them.
export RunAnalyzers=false

usage() { sed -n '2,/^set -e/{/^#/s/^# \{0,1\}//p}' "$0"; }
fail() { echo "package.sh: $*" >&2; exit 2; }

output=$here/artifacts/packages base='' kinds=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --output | --base-image)
            [ $# -ge 2 ] || fail "$1 needs a value"
            if [ "$1" = --output ]; then output=$2; else base=$2; fi
            shift 2 ;;
        tool | linux-x64 | win-x64 | container) kinds+=("$1"); shift ;;
        *) fail "$1: no such option or kind; see --help" ;;
    esac
done
[ ${#kinds[@]} -gt 0 ] || kinds=(tool linux-x64 win-x64 container)
command -v dotnet >/dev/null || fail "the .NET 10 SDK is needed: https://dotnet.microsoft.com/download"
mkdir -p "$output"
output=$(cd "$output" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() { dotnet "$@" -c Release --nologo -v quiet >"$work/log" 2>&1; }

# Packages that the last build asked for in vain.
missing() { grep -oE 'NU110[1-3]: [^.]*[Pp]ackage [A-Za-z0-9.]+' "$work/log" | grep -oE '[A-Za-z0-9.]+$' | sort -u | xargs; }

# The reason of the last failure, on one line.
reason() {
    local packages
    packages=$(missing)
    if [ -n "$packages" ]; then
        echo "cannot be restored: $packages"
    elif grep -q 'NU1301' "$work/log"; then
        echo "the package source cannot be reached"
    elif grep -qE 'CONTAINER|Microsoft\.NET\.Build\.Containers' "$work/log"; then
        echo "the base image cannot be had: $(grep -m 1 -oE '(CONTAINER[0-9]+: .*|HttpRequestException: [^[]*)' "$work/log")"
    else
        grep -m 1 -E 'error' "$work/log" || tail -n 1 "$work/log"
    fi
}

# Machine code made ahead needs a compiler package of its own; without it the file is only slower to start.
publish() {
    run publish "$project" -p:PublishSingleFile=true "$@" && return
    [[ $(missing) == *Crossgen* ]] || return 1
    echo "$kind: without ReadyToRun, as $(missing) cannot be restored" >&2
    run publish "$project" -p:PublishSingleFile=true -p:PublishReadyToRun=false "$@"
}

build() {
    case $kind in
        tool) run pack "$project" -o "$work/tool" && mv "$work"/tool/*.nupkg "$output/" ;;
        linux-x64) publish -r linux-x64 -o "$work/$kind" && mv "$work/$kind/murmur" "$output/murmur-linux-x64" ;;
        win-x64) publish -r win-x64 -o "$work/$kind" && mv "$work/$kind/murmur.exe" "$output/murmur-win-x64.exe" ;;
        container)
            publish -r linux-x64 -t:PublishContainer ${base:+"-p:ContainerBaseImage=$base"} \
                -p:ContainerArchiveOutputPath="$work/murmuration-container.tar" \
                && mv "$work/murmuration-container.tar" "$output/" ;;
    esac
}

status=0
for kind in "${kinds[@]}"; do
    if build; then
        echo "$kind: done"
    else
        echo "$kind: not built: $(reason)" >&2
        status=1
    fi
done
cd "$output"
rm -f SHA256SUMS
find . -maxdepth 1 -type f -printf '%f\n' | sort | xargs -r sha256sum >"$work/sums"
mv "$work/sums" SHA256SUMS
find "$output" -maxdepth 1 -type f -printf '%12s  %p\n' | sort -k 2
exit $status
