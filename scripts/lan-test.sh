#!/usr/bin/env bash
# Trains one model among five agents in five network namespaces. A user-space switch joins them: frames take 20 ms each
# way, one in a hundred is lost, a port carries 100 Mbit/s, and while they train, links are cut for some seconds. At the
# end all must have done all rounds and hold the same model. Needs root, iproute2 and /dev/net/tun; without them it says
# "skipped: ..." and ends with 0.
set -euo pipefail

rounds=120 seed=1 cuts=3 cut_seconds=6
delay=20 loss=1 rate=100        # ms one way, percent, Mbit/s per port and direction
tolerance=1e-2                  # how far weights may lie from their mean, relative
accuracy_tolerance=0.01         # how far apart test accuracies may lie
deadline=300                    # seconds for the whole training
bin='' tools='' output=''

agents=(a0 a1 a2 a3 a4)
links=("a0 a1" "a1 a2" "a2 a3" "a3 a4" "a4 a0" "a0 a2")   # a ring and a chord
subnet=10.77.0
port=7700
here=$(cd "$(dirname "$0")/.." && pwd)

usage() {
    cat <<EOF
Usage: lan-test.sh [options]
  --rounds N        rounds to train ($rounds)
  --cuts N          how often something is cut: a link, one way of a link, an agent, and so on in turn ($cuts)
  --cut-seconds S   how long ($cut_seconds)
  --seed N          decides what is cut and which frames are lost ($seed)
  --delay MS        from agent to agent, one way ($delay)
  --loss PERCENT    frames lost ($loss)
  --rate MBIT       per port and direction ($rate)
  --deadline S      seconds until the test gives up ($deadline)
  --bin DIR         folder with murmur, user-space-switch and weight-distance; built by default
  --output DIR      folder that keeps logs, metrics and weights; a temporary one by default
EOF
}

fail() { echo "lan-test: $*" >&2; exit 1; }
skip() { echo "skipped: $*"; exit 0; }

parse() {
    while [ $# -gt 0 ]; do
        case $1 in
            --help) usage; exit 0 ;;
            --rounds | --cuts | --cut-seconds | --seed | --delay | --loss | --rate | --deadline | --bin | --output)
                [ $# -ge 2 ] || fail "$1 needs a value"
                local name=${1#--}
                printf -v "${name//-/_}" %s "$2"
                shift 2 ;;
            *) usage >&2; fail "$1: no such option" ;;
        esac
    done
    for name in rounds cuts cut_seconds seed deadline; do
        [[ ${!name} =~ ^[0-9]+$ ]] || fail "--${name//_/-} ${!name}: a whole number is needed"
    done
}

# Everything that this script starts or makes is undone here, whatever ends it.
spaces=() pids=() switch_pid='' scratch=''
clean_up() {
    local status=$? pid space
    trap - EXIT INT TERM
    for pid in "${pids[@]}" $switch_pid; do kill -KILL "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    for space in "${spaces[@]}"; do ip netns delete "$space" || true; done
    if [ -n "$scratch" ] && [ $status -eq 1 ]; then
        echo "lan-test: logs are in $scratch" >&2
    elif [ -n "$scratch" ]; then
        rm -rf "$scratch"
    fi
    exit $status
}

require_namespaces() {
    [ "$(uname)" = Linux ] || skip "network namespaces exist on Linux only"
    [ "$(id -u)" -eq 0 ] || skip "network namespaces need root"
    command -v ip >/dev/null || skip "the program ip (iproute2) is missing"
    [ -c /dev/net/tun ] || skip "/dev/net/tun is missing"
    local id space
    for id in "${agents[@]}"; do
        space=mur-$$-$id
        ip netns add "$space" 2>/dev/null || skip "network namespaces are not allowed here"
        spaces+=("$space")
    done
    ip -n "$space" tuntap add dev probe mode tap 2>/dev/null || skip "TAP devices are not allowed here"
    ip -n "$space" tuntap delete dev probe mode tap
}

build() {
    if [ -n "$bin" ]; then
        tools=$bin
    else
        bin=$here/artifacts/publish
        tools=$here/artifacts/lan-test
        "$here/scripts/build.sh"
        publish UserSpaceSwitch
        publish WeightDistance
    fi
    local program
    for program in "$bin/murmur" "$tools/user-space-switch" "$tools/weight-distance"; do
        [ -x "$program" ] || fail "no program $program"
    done
}

publish() {
    dotnet publish "$here/tests/$1" -c Release -o "$tools" --nologo -v quiet >"$output/build.log" 2>&1 \
        || { cat "$output/build.log" >&2; fail "tests/$1 does not build"; }
}

write_files() {
    local k text=''
    for k in "${!agents[@]}"; do text+="{ \"id\": \"${agents[k]}\", \"address\": \"$subnet.$((k + 1)):$port\" }, "; done
    local list
    list=$(printf '"%s", ' "${links[@]/ /-}")
    echo "{ \"name\": \"lan\", \"agents\": [ ${text%, } ], \"schedule\": { \"links\": [ ${list%, } ] } }" \
        >"$output/topology.json"
    cat >"$output/run.json" <<EOF
{
  "name": "lan",
  "data": { "generated": "digits", "samples": 2000, "testSamples": 1000, "partition": { "kind": "skewed" } },
  "model": { "hidden": [20] },
  "regularizer": { "l2": 1e-5 },
  "algorithm": {
    "solver": "conjugateGradient", "innerIterations": 10, "outerIterations": 1, "tau": 0.6, "alpha": 0.5, "mu": 0.02
  },
  "rounds": $rounds,
  "seed": 7
}
EOF
}

# Links off loopback are authenticated: an authority, and for each agent a folder with its own key and nobody else's.
# A program without keys speaks plain TCP.
security=''
make_keys() {
    local id log=$output/keys.log authority=$output/keys/authority
    if [[ $("$bin/murmur" --help) == *$'\n'"  keys "* ]]; then
        security=keys
        "$bin/murmur" keys authority --output "$authority" >"$log" 2>&1 || fail "$(cat "$log")"
        for id in "${agents[@]}"; do
            "$bin/murmur" keys agent "$id" --authority "$authority" --output "$output/keys/$id" >"$log" 2>&1 \
                || fail "$(cat "$log")"
        done
    fi
}

# Gives the switch a command; what it answers before its ok goes to standard output.
switch() {
    local line
    echo "$*" >&"${SWITCH[1]}"
    while read -r -t 10 line <&"${SWITCH[0]}"; do
        case $line in
            ok*) return ;;
            error*) fail "the switch says: $line" ;;
            *) echo "$line" ;;
        esac
    done
    fail "the switch does not answer: $(cat "$output/switch.log")"
}

start_switch() {
    local k ports=()
    for k in "${!agents[@]}"; do ports+=(--port "${agents[k]}=${spaces[k]}"); done
    coproc SWITCH {
        exec "$tools/user-space-switch" "${ports[@]}" --delay "$delay" --loss "$loss" --rate "$rate" --seed "$seed" \
            2>"$output/switch.log"
    }
    switch_pid=$SWITCH_PID
    local line=''
    read -r -t 20 line <&"${SWITCH[0]}" || true
    [ "$line" = ready ] || fail "the switch does not start: $(cat "$output/switch.log")"
    for k in "${!spaces[@]}"; do
        ip -n "${spaces[k]}" address add "$subnet.$((k + 1))/24" dev lan0
        ip -n "${spaces[k]}" link set lo up
        ip -n "${spaces[k]}" link set lan0 up
    done
}

start_agents() {
    local k own
    for k in "${!agents[@]}"; do
        own=()
        [ -z "$security" ] || own=(--keys "$output/keys/${agents[k]}")
        ip netns exec "${spaces[k]}" "$bin/murmur" agent --id "${agents[k]}" --topology "$output/topology.json" \
            --run "$output/run.json" --output "$output" --threads 1 --report none --connect-timeout 60 \
            "${own[@]}" >"$output/${agents[k]}.log" 2>&1 </dev/null &
        pids+=($!)
    done
}

# Rounds that an agent has reported; -1 before its start, which is reported as round 0.
rounds_of() {
    local count
    count=$(grep -cs '"round":' "$output/$1/metrics.jsonl") || true
    echo $((${count:-0} - 1))
}

in_time() {
    [ $SECONDS -lt "$deadline" ] || fail "after $deadline s $1 has done $(rounds_of "$1") of $rounds rounds"
}

# Waits until the first agent has done so many rounds; false when it has ended before.
await_round() {
    while [ "$(rounds_of "${agents[0]}")" -lt "$1" ]; do
        kill -0 "${pids[0]}" 2>/dev/null || return 1
        in_time "${agents[0]}"
        sleep 0.2
    done
}

# One cut after another, evenly over the rounds, so that they meet the training on fast and slow machines alike.
cut_links() {
    local k ends what undo
    RANDOM=$seed
    for ((k = 0; k < cuts; k++)); do
        read -r -a ends <<<"${links[RANDOM % ${#links[@]}]}"
        case $((k % 3)) in
            0) what="cut ${ends[*]}" undo="join ${ends[*]}" ;;
            1) what="oneway ${ends[*]}" undo="join ${ends[*]}" ;;
            2) what="cut ${ends[0]}" undo="join ${ends[0]}" ;;
        esac
        await_round $((rounds * (k + 1) / (cuts + 2))) || fail "an agent ended before '$what'; see its log"
        echo "round $(rounds_of "${agents[0]}"): $what, for $cut_seconds s"
        switch "$what"
        sleep "$cut_seconds"
        switch "$undo"
    done
}

await_agents() {
    local k failed=''
    for k in "${!agents[@]}"; do
        while kill -0 "${pids[k]}" 2>/dev/null; do
            in_time "${agents[k]}"
            sleep 0.2
        done
        wait "${pids[k]}" || failed+=" ${agents[k]} ($(tail -n 1 "$output/${agents[k]}.log"))"
    done
    pids=()
    [ -z "$failed" ] || fail "ended with an error:$failed"
}

# The value of a key in the last round that an agent reports.
last() { grep '"round":' "$output/$1/metrics.jsonl" | tail -n 1 | grep -o "\"$2\":[^,}]*" | cut -d: -f2; }

report() {
    local id weights=()
    for id in "${agents[@]}"; do weights+=("$output/$id/weights.safetensors"); done
    "$tools/weight-distance" "${weights[@]}" >"$output/distances.txt" || fail "weights cannot be compared"
    "$bin/murmur" evaluate --json --run "$output/run.json" --weights "${weights[@]}" >"$output/accuracies.txt" \
        || fail "weights cannot be evaluated"
    for id in "${agents[@]}"; do
        echo "$id $(last "$id" round) $(last "$id" disagreement) $(last "$id" seconds)" \
            "$(grep -c 'Connected with' "$output/$id.log" || true)"
    done >"$output/rounds.txt"
    paste -d ' ' "$output/rounds.txt" <(cut -d ' ' -f 2 "$output/distances.txt") \
        <(grep -o '"testAccuracy":[^,}]*' "$output/accuracies.txt" | cut -d : -f 2) >"$output/table.txt"
    echo "agent   rounds  accuracy  disagreement  distance  connections  seconds"
    awk '{ printf "%-6s %7d %9.4f %13.2e %9.2e %12d %8.1f\n", $1, $2, $7, $3, $6, $5, $4 }' "$output/table.txt"
}

verdict() {
    awk -v rounds="$rounds" -v tolerance="$tolerance" -v spread="$accuracy_tolerance" '
        $2 != rounds { print $1 " has done " $2 " of " rounds " rounds"; bad = 1 }
        !($6 <= tolerance) { print $1 " lies " $6 " from the mean of all weights, more than " tolerance; bad = 1 }
        NR == 1 || $7 < low { low = $7 }
        NR == 1 || $7 > high { high = $7 }
        END {
            if (high - low > spread) { print "test accuracies differ: " low " to " high; bad = 1 }
            if (!bad) print "all " NR " agents hold the same model"
            exit bad
        }' "$output/table.txt"
}

parse "$@"
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
require_namespaces
if [ -z "$output" ]; then
    output=$(mktemp -d "${TMPDIR:-/tmp}/murmuration-lan-XXXXXX")
    scratch=$output
fi
mkdir -p "$output"
output=$(cd "$output" && pwd)
build
write_files
make_keys
start_switch
SECONDS=0
start_agents
cut_links
await_agents
echo "the switch:"
switch stats
switch quit
report
verdict
