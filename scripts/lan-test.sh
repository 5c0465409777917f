#!/usr/bin/env bash
# Trains one model among five agents in five network namespaces. A user-space switch joins them: frames take 20 ms each
# way, one in a hundred is lost, a port carries 100 Mbit/s, and while they train, links are cut for some seconds. At the
# end all must have done all rounds and hold the same model. Needs root, iproute2 and /dev/net/tun; without them it says
# "skipped: ..." and ends with 0.
set -euo pipefail

rounds=400 seed=1 cuts=3 cut_seconds=15
delay=20 loss=1 rate=100        # ms one way, percent, Mbit/s per port and direction
accuracy_tolerance=0.01         # how far apart test accuracies may lie
deadline=300                    # seconds for the whole training

agents=(a0 a1 a2 a3 a4)
links=("a0 a1" "a1 a2" "a2 a3" "a3 a4" "a4 a0" "a0 a2")   # a ring and a chord
subnet=10.77.0
port=7700
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/scripts/trial.sh"

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

spaces=() switch_pid=''
undo_trial() {
    local space
    [ -z "$switch_pid" ] || kill -KILL "$switch_pid" 2>/dev/null || true
    for space in "${spaces[@]}"; do ip netns delete "$space" || true; done
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
            --run "$output/run.json" --output "$output" --threads 1 --quiet --connect-timeout 60 \
            "${own[@]}" >"$output/${agents[k]}.log" 2>&1 </dev/null &
        pids+=($!)
    done
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

begin_trial rounds cuts cut_seconds seed deadline -- "$@"
require_namespaces
build UserSpaceSwitch WeightDistance
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
report "${agents[@]}"
verdict
