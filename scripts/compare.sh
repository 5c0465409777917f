#!/usr/bin/env bash
# Trains with every run file given, one after another, and puts the runs side by side: one table and one HTML page.
#
#   scripts/compare.sh [--data-dir DIR] [--output DIR] [--transport T] [--target SHARE] [--title TEXT]
#                      [--set KEY=VALUE]... RUNFILE...
#
# Each run uses the topology that its run file names (key 'topology'), or ring-8. --set changes a key of all of them.
# The name of a run file names its run, so that no two may be called the same. A run that fails, because it diverges for
# example, is named at the end and left out of the table.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

usage() { sed -n '2,/^set -e/{/^#/s/^# \{0,1\}//p}' "$0"; }
fail() { echo "compare.sh: $*" >&2; exit 2; }

data=. output='' transport=memory target='' title='Comparison of runs'
settings=() runs=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --data-dir | --output | --transport | --target | --title | --set)
            [ $# -ge 2 ] || fail "$1 needs a value"
            case $1 in
                --data-dir) data=$2 ;;
                --output) output=$2 ;;
                --transport) transport=$2 ;;
                --target) target=$2 ;;
                --title) title=$2 ;;
                --set) settings+=(--set "$2") ;;
            esac
            shift 2 ;;
        -*) fail "unknown option $1; see --help" ;;
        *) [ -f "$1" ] || fail "$1: no such run file"; runs+=("$1"); shift ;;
    esac
done
[ ${#runs[@]} -gt 0 ] || { usage >&2; exit 2; }
for ((i = 1; i < ${#runs[@]}; i++)); do
    for ((k = 0; k < i; k++)); do
        [ "$(basename "${runs[k]}" .json)" != "$(basename "${runs[i]}" .json)" ] \
            || fail "${runs[k]} and ${runs[i]} have the same name, and so would their results; rename one"
    done
done
output=${output:-out/comparison-$(date +%Y%m%d-%H%M%S)}

"$here/scripts/build.sh" >&2
murmur=$here/artifacts/publish/murmur
folders=() failed=()
mkdir -p "$output"
for run in "${runs[@]}"; do
    name=$(basename "$run" .json)
    echo "$name" >&2
    if "$murmur" simulate --run "$run" --data-dir "$data" --transport "$transport" --no-alone --fresh \
        --output "$output/$name" "${settings[@]}" >&2; then
        folders+=("$output/$name")
    else
        failed+=("$name")
    fi
done

[ ${#folders[@]} -gt 0 ] || { echo "compare.sh: no run succeeded" >&2; exit 1; }
"$murmur" report "${folders[@]}" --html "$output/comparison.html" --title "$title" ${target:+--target "$target"} \
    | tee "$output/comparison.md"
echo "page with plots: $output/comparison.html" >&2
[ ${#failed[@]} -eq 0 ] || { echo "compare.sh: failed: ${failed[*]}" >&2; exit 1; }
