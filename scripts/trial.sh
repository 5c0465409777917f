# What the trials of whole networks share; sourced by them. A trial sets `here`, defines `usage` and calls `begin_trial`.

tolerance=1e-2                  # how far weights may lie from their mean, relative
bin='' tools='' output='' scratch='' pids=()

fail() { echo "$(basename "$0" .sh): $*" >&2; exit 1; }
skip() { echo "skipped: $*"; exit 0; }

# Everything that a trial starts or makes is undone here, whatever ends it.
clean_up() {
    local status=$? pid
    trap - EXIT INT TERM
    for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
    undo_trial
    wait 2>/dev/null || true
    if [ -n "$scratch" ] && [ $status -eq 1 ]; then
        echo "$(basename "$0" .sh): logs are in $scratch" >&2
    elif [ -n "$scratch" ]; then
        rm -rf "$scratch"
    fi
    exit $status
}

undo_trial() { :; }

# begin_trial NUMBERS... [-- TEXTS...] -- ARGUMENTS...: sets a variable for every option, and where output goes.
begin_trial() {
    local numbers=()
    while [ "$1" != -- ]; do numbers+=("$1"); shift; done
    shift
    parse "$@"
    local name
    for name in "${numbers[@]}"; do
        [[ ${!name} =~ ^[0-9]+$ ]] || fail "--${name//_/-} ${!name}: a whole number is needed"
    done
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

# Every variable that is set already may be given as an option.
parse() {
    local name
    while [ $# -gt 0 ]; do
        [ "$1" != --help ] || { usage; exit 0; }
        name=${1#--}
        name=${name//-/_}
        usage | grep -q -- "^  $1 " || { usage >&2; fail "$1: no such option"; }
        [ $# -ge 2 ] || fail "$1 needs a value"
        printf -v "$name" %s "$2"
        shift 2
    done
}

make_output() {
    if [ -z "$output" ]; then
        output=$(mktemp -d "${TMPDIR:-/tmp}/murmuration-XXXXXX")
        scratch=$output
    fi
    mkdir -p "$output"
    output=$(cd "$output" && pwd)
}

# build PROGRAM...: murmur, and the named programs of tests/.
build() {
    make_output
    local program
    if [ -n "$bin" ]; then
        tools=$bin
    else
        bin=$here/artifacts/publish
        tools=$here/artifacts/trial
        "$here/scripts/build.sh"
        for program in "$@"; do publish "$program"; done
    fi
    [ -x "$bin/murmur" ] || fail "no program $bin/murmur"
}

publish() {
    dotnet publish "$here/tests/$1" -c Release -o "$tools" --nologo -v quiet >"$output/build.log" 2>&1 \
        || { cat "$output/build.log" >&2; fail "tests/$1 does not build"; }
}

# Rounds that an agent has reported; -1 before its start, which is reported as round 0.
rounds_of() {
    local last
    last=$(tail -n 1 "$output/$1/metrics.jsonl" 2>/dev/null | grep -o '"round":[0-9]*' | cut -d : -f 2) || true
    echo "${last:--1}"
}

# The value of a key in the last round that an agent reports.
last() { grep '"round":' "$output/$1/metrics.jsonl" | tail -n 1 | grep -o "\"$2\":[^,}]*" | cut -d: -f2; }

# report AGENT...: a table of what each has ended with, also in table.txt.
report() {
    local id weights=()
    for id in "$@"; do weights+=("$output/$id/weights.safetensors"); done
    "$tools/weight-distance" "${weights[@]}" >"$output/distances.txt" || fail "weights cannot be compared"
    "$bin/murmur" evaluate --json --run "$output/run.json" --weights "${weights[@]}" >"$output/accuracies.txt" \
        || fail "weights cannot be evaluated"
    for id in "$@"; do
        echo "$id $(last "$id" round) $(last "$id" disagreement) $(last "$id" seconds)" \
            "$(grep -c 'Connected with' "$output/$id.log" || true)"
    done >"$output/rounds.txt"
    paste -d ' ' "$output/rounds.txt" <(cut -d ' ' -f 2 "$output/distances.txt") \
        <(grep -o '"testAccuracy":[^,}]*' "$output/accuracies.txt" | cut -d : -f 2) >"$output/table.txt"
    echo "agent   rounds  accuracy  disagreement  distance  connections  seconds"
    awk '{ printf "%-6s %7d %9.4f %13.2e %9.2e %12d %8.1f\n", $1, $2, $7, $3, $6, $5, $4 }' "$output/table.txt"
}
