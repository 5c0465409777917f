#!/usr/bin/env bash
# Trains one model among daemons that are killed, stopped for a while, ended in order and started again, at random,
# every few seconds. Then it leaves them in peace, stops the run, and looks: all must end after the same round with the
# same model, as good as that of an undisturbed run, and none may have waited longer for another than its deadline.
set -euo pipefail

agents=12 seconds=300 calm=20 seed=1 base_port=17700 fewest=0
ceiling=5 heartbeat=2           # seconds: the longest deadline, and how often neighbours give a sign of life
accuracy_loss=0.01              # how much worse than undisturbed the model may be
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/scripts/trial.sh"

usage() {
    cat <<EOF
Usage: chaos.sh [options]
  --agents N        daemons ($agents)
  --seconds S       how long they are disturbed ($seconds)
  --calm S          how long they are left in peace before the end ($calm)
  --fewest N        fail when fewer disturbances than this were possible ($fewest)
  --seed N          decides who is disturbed, when and how ($seed)
  --base-port N     port of the first daemon on 127.0.0.1; the others follow ($base_port)
  --bin DIR         folder with murmur and weight-distance; built by default
  --output DIR      folder that keeps logs, metrics and weights; a temporary one by default
EOF
}

write_files() {
    "$bin/murmur" topology make randomRegular --agents "$agents" --degree 4 --seed "$seed" --base-port "$base_port" \
        --output "$output/topology.json" >/dev/null
    cat >"$output/run.json" <<EOF
{
  "name": "chaos-$$",
  "data": { "generated": "digits", "samples": 2400, "testSamples": 1000, "partition": { "kind": "skewed" } },
  "model": { "hidden": [20] },
  "regularizer": { "l2": 1e-3 },
  "algorithm": {
    "solver": "conjugateGradient", "innerIterations": 10, "outerIterations": 1, "tau": 0.6, "alpha": 0.5, "mu": 0.002
  },
  "rounds": 1000000,
  "evaluateEvery": 100,
  "checkpoints": { "every": 20 },
  "links": { "deadlineFloor": 1, "deadlineCeiling": $ceiling, "deadAfter": 4 },
  "seed": 7
}
EOF
}

# The accuracy of a run in one process that nobody disturbs.
undisturbed() {
    "$bin/murmur" simulate --transport memory --no-alone --topology "$output/topology.json" --run "$output/run.json" \
        --rounds 400 --output "$output/undisturbed" --json 2>"$output/undisturbed.log" \
        | tail -n 1 | grep -o '"min":[0-9.]*' | head -n 1 | cut -d : -f 2
}

start() {
    "$bin/murmur" agent --id "a$1" --topology "$output/topology.json" --run "$output/run.json" --output "$output" \
        --threads 1 --quiet --connect-timeout 60 >>"$output/a$1.log" 2>&1 </dev/null &
    pids[$1]=$!
    state[$1]=running
}

# What has been done to an agent is undone here: it is started again, or goes on.
restore() {
    case ${state[$1]} in
        gone) wait "${pids[$1]}" 2>/dev/null || true; start "$1" ;;
        paused) kill -CONT "${pids[$1]}"; state[$1]=running ;;
    esac
}

# Waits at once, so that the shell does not comment on the death.
kill_hard() { { kill -KILL "$1" && wait "$1"; } 2>/dev/null || true; }

# The first agent is never disturbed: it is the witness of how long one has to wait.
disturb() {
    local k=$((1 + RANDOM % (agents - 1))) what=$((RANDOM % 5)) pause=$((1 + RANDOM % 8))
    [ "${state[$k]}" = running ] || return 0
    case $what in
        0 | 1) kill_hard "${pids[$k]}"; state[$k]=gone; note="killed" ;;
        2) kill_hard "${pids[$k]}"; state[$k]=gone; note="killed, without its disk"; rm -rf "$output/a$k/checkpoints" ;;
        3) kill -TERM "${pids[$k]}"; state[$k]=gone; note="ended in order" ;;
        4) kill -STOP "${pids[$k]}"; state[$k]=paused; note="stopped" ;;
    esac
    until[$k]=$((SECONDS + pause))
    count=$((count + 1))
    echo "$SECONDS s: a$k $note for $pause s, at round $(rounds_of a0)"
}

restore_due() {
    local k
    for ((k = 1; k < agents; k++)); do
        if [ "${state[$k]}" != running ] && [ "$SECONDS" -ge "${until[$k]}" ]; then restore "$k"; fi
    done
}

# Who ends without having been told to has failed.
check_alive() {
    local k
    for ((k = 0; k < agents; k++)); do
        [ "${state[$k]}" = gone ] || kill -0 "${pids[$k]}" 2>/dev/null \
            || fail "a$k ended by itself: $(tail -n 1 "$output/a$k.log")"
    done
}

chaos() {
    local end=$((SECONDS + seconds)) next=$SECONDS k note
    RANDOM=$seed
    while [ $SECONDS -lt $end ]; do
        restore_due
        check_alive
        if [ $SECONDS -ge "$next" ]; then
            disturb
            next=$((SECONDS + 1 + RANDOM % 3))
        fi
        sleep 0.2
    done
    for ((k = 1; k < agents; k++)); do restore "$k"; done
    echo "$SECONDS s: $count disturbances; now $calm s of peace"
    [ "$count" -ge "$fewest" ] || fail "only $count disturbances"
    sleep "$calm"
    check_alive
}

stop() {
    "$bin/murmur" stop --run "chaos-$$" --id a0 || fail "the run does not stop"
    local k
    for ((k = 0; k < agents; k++)); do
        wait "${pids[$k]}" || fail "a$k ended with an error: $(tail -n 1 "$output/a$k.log")"
    done
    pids=()
}

longest_wait() {
    grep '"round":' "$output/a0/metrics.jsonl" | grep -o '"secondsWaiting":[^,}]*' | cut -d : -f 2 | sort -g | tail -n 1
}

verdict() {
    local waited limit=$((ceiling + 2 * heartbeat))
    waited=$(longest_wait)
    awk -v tolerance="$tolerance" -v before="$1" -v loss="$accuracy_loss" -v waited="$waited" -v limit="$limit" '
        NR == 1 { rounds = $2 }
        $2 != rounds { print $1 " ended after " $2 " rounds, not " rounds; bad = 1 }
        !($6 <= tolerance) { print $1 " lies " $6 " from the mean of all weights, more than " tolerance; bad = 1 }
        !($7 >= before - loss) { print $1 " has accuracy " $7 "; undisturbed " before; bad = 1 }
        END {
            if (!(waited <= limit)) { print "a0 has waited " waited " s in a round, more than " limit; bad = 1 }
            if (!bad) print "all " NR " agents hold the same model, as good as undisturbed (" before ");" \
                " the longest wait was " waited " s"
            exit bad
        }' "$output/table.txt"
}

declare -a pids=() state=() until=()
count=0
begin_trial agents seconds calm fewest seed base_port -- "$@"
build WeightDistance
write_files
before=$(undisturbed)
SECONDS=0
for ((k = 0; k < agents; k++)); do start "$k"; done
while [ "$(rounds_of a0)" -lt 1 ]; do
    check_alive
    [ $SECONDS -lt 90 ] || fail "the agents do not meet: $(tail -n 1 "$output/a0.log")"
    sleep 0.2
done
chaos
stop
report $(seq -f 'a%g' 0 $((agents - 1)))
verdict "$before"
