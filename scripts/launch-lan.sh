#!/usr/bin/env bash
# Trains on the machines of a LAN: copies one program, the topology, the run file and each agent's own keys to every
# machine over ssh, starts the agents, shows how they get on, and brings weights, metrics, logs and reports back.
#
# Usage: launch-lan.sh [options] TOPOLOGY RUN [-- OPTIONS OF murmur agent]
#
#   --data-dir DIR      folder of the private data on every machine; relative paths of the run file start there
#   --ssh ID=TARGET     how ssh reaches the machine of an agent (user@host), where it is not the host of its address
#   --ssh-option OPT    an option for ssh, as in ssh -o, for example User=ada or IdentityFile=key; may be repeated
#   --name NAME         name of this launch; by default that of the run file
#   --output DIR        where keys and results lie here; out/NAME by default
#   --remote-dir DIR    where everything lies on the machines; .murmur/NAME by default, in the home folder
#   --program FILE      the program for the machines; by default artifacts/packages/murmur-linux-x64, built if need be
#   --insecure          links in plain TCP, without keys
#   --parallel N        machines that are talked to at the same time (8)
#   --every SECONDS     how often it looks how the agents get on (5)
#   --detach            come back when the agents run
#   --dry-run           only say what would be done
#   --status            only show the network as one of its agents knows it, then come back
#   --stop              only stop the run: all agents end after the same round, each with a checkpoint
#   --collect           only bring back what there is
#
# The agents outlive this script and the connection. The same command again follows agents that run and starts those that
# do not; they go on from their checkpoints. Ctrl-C stops the run in order and brings the results; a second Ctrl-C leaves
# at once and lets the agents run. Exit codes: 0 all agents ended in order, 1 something failed, 2 a senseless command line.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)

usage() { sed -n '2,/^set -e/{/^#/s/^# \{0,1\}//p}' "$0"; }
fail() { echo "launch-lan.sh: $*" >&2; exit 1; }
misused() { echo "launch-lan.sh: $*; see --help" >&2; exit 2; }

action=launch name='' output='' program='' data_dir='' remote_dir='' parallel=8 every=5 insecure='' detach=''
ssh_options=(-o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=3)
declare -A given_target=()
files=() agent_options=()
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage; exit 0 ;;
        --insecure) insecure=yes; shift ;;
        --detach) detach=yes; shift ;;
        --dry-run | --status | --stop | --collect)
            [ "$action" = launch ] || misused "$1 and --$action exclude each other"
            action=${1#--}; shift ;;
        --data-dir | --ssh | --ssh-option | --name | --output | --remote-dir | --program | --parallel | --every)
            [ $# -ge 2 ] || misused "$1 needs a value"
            case $1 in
                --data-dir) data_dir=$2 ;;
                --ssh) [[ $2 == ?*=?* ]] || misused "--ssh $2: write ID=TARGET"; given_target[${2%%=*}]=${2#*=} ;;
                --ssh-option) ssh_options+=(-o "$2") ;;
                --name) name=$2 ;;
                --output) output=$2 ;;
                --remote-dir) remote_dir=$2 ;;
                --program) program=$2 ;;
                --parallel) parallel=$2 ;;
                --every) every=$2 ;;
            esac
            shift 2 ;;
        --) shift; agent_options=("$@"); break ;;
        -*) misused "$1: no such option" ;;
        *) files+=("$1"); shift ;;
    esac
done
[ ${#files[@]} -eq 2 ] || misused "a topology and a run file are needed"
topology=${files[0]} run=${files[1]}
[ -f "$topology" ] || fail "$topology: no such topology file"
[ -f "$run" ] || fail "$run: no such run file"
[[ $parallel =~ ^[1-9][0-9]*$ ]] || misused "--parallel $parallel: a whole number above 0 is needed"
[[ $every =~ ^[1-9][0-9]*$ ]] || misused "--every $every: a whole number above 0 is needed"
name=${name:-$(basename "$run" .json)}
[[ $name =~ ^[A-Za-z0-9._-]+$ ]] || misused "--name $name: letters, digits, dots, dashes and underscores, please"
output=${output:-out/$name}
remote_dir=${remote_dir:-.murmur/$name}
for tool in ssh tar gzip sha256sum; do command -v $tool >/dev/null || fail "the program $tool is missing here"; done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

patience=12 # looks in vain at machines that cannot be reached, before it gives up

remote_side=$(cat "$here/scripts/launch-lan-remote.sh")

# Every word in single quotes, which all shells understand alike.
quoted() { local word; for word; do printf "'%s' " "${word//\'/\'\\\'\'}"; done; }

# remote TARGET WHAT ARGUMENTS...: what it reads comes from standard input.
remote() {
    local target=$1 what=$2
    shift 2
    # shellcheck disable=SC2029 # the command is put together here
    ssh "${ssh_options[@]}" -- "$target" "sh -c $(quoted "$remote_side" sh "$what" "$remote_dir" "$@")"
}

# Runs a function for every target, with its agents, so many at the same time at most. What it writes goes to $work/K.out
# for the K-th target, what went wrong to $work/failures, a line per machine. Only ever called as a plain statement: behind
# || or in a condition bash would ignore errors in what it runs.
for_all() {
    local what=$1 k
    rm -f "$work"/*.status
    for k in "${!targets[@]}"; do
        while [ "$(jobs -rp | wc -l)" -ge "$parallel" ]; do wait -n || true; done
        (
            trap 'echo $? >"$work/$k.status"' EXIT
            read -ra ids <<<"${agents_of[${targets[k]}]}"
            "$what" "${targets[k]}" "${ids[@]}"
        ) >"$work/$k.out" 2>"$work/$k.err" </dev/null &
    done
    # A trap ends wait; the jobs go on.
    while [ "$(jobs -rp | wc -l)" -gt 0 ]; do wait || true; done
    for k in "${!targets[@]}"; do
        [ "$(cat "$work/$k.status")" -eq 0 ] || echo "${targets[k]} (${agents_of[${targets[k]}]}): $(explain "$work/$k.err")"
    done >"$work/failures"
}

any_failed() { [ -s "$work/failures" ]; }

# The last thing that was said, without what ssh adds to everything.
explain() {
    local text
    text=$(grep -v '^Warning: Permanently added\|^Connection to .* closed' "$1" | tail -n 1 | tr -d '\r')
    echo "${text:-no reason was given}"
}

list_agents() {
    local id host target
    while IFS=$'\t' read -r id host _; do
        target=${given_target[$id]:-$host}
        [[ $target != -* ]] || fail "$target: no name of a machine"
        [ -n "${agents_of[$target]:-}" ] || targets+=("$target")
        agents_of[$target]+="${agents_of[$target]:+ }$id"
        target_of[$id]=$target
    done <<<"$1"
    for id in "${!given_target[@]}"; do
        [ -n "${target_of[$id]:-}" ] || fail "--ssh $id=${given_target[$id]}: $topology names no agent $id"
    done
}

# The authority's key stays here; every agent has a folder with its own key and nobody else's.
make_keys() {
    local id keys=$output/keys
    [ -z "$insecure" ] || return 0
    [ -f "$keys/authority/authority.key" ] || "$program" keys authority --output "$keys/authority" >/dev/null
    for id in "${!target_of[@]}"; do
        [ -f "$keys/$id/$id.key" ] || "$program" keys agent "$id" --authority "$keys/authority" --output "$keys/$id" >/dev/null
    done
}

# Sets `options` to what murmur agent is started with.
choose_options() {
    options=(--topology topology.json --run run.json --output out --quiet)
    if [ -n "$insecure" ]; then options+=(--insecure); else options+=(--keys "keys/$1"); fi
    [ -z "$data_dir" ] || options+=(--data-dir "$data_dir")
    options+=("${agent_options[@]}")
}

deliver() {
    local target=$1 stage=$work/stage.$BASHPID id options has said
    shift
    mkdir -p "$stage/keys"
    cp -- "$topology" "$stage/topology.json"
    cp -- "$run" "$stage/run.json"
    if [ -z "$insecure" ]; then for id; do cp -R -- "$output/keys/$id" "$stage/keys/"; done; fi
    has=$(remote "$target" inspect "$sum")
    if [ "$has" = other ]; then cp -- "$program" "$stage/murmur"; chmod 755 "$stage/murmur"; fi
    tar -cf - -C "$stage" . | gzip -1 | remote "$target" receive
    rm -rf "$stage"
    for id; do
        choose_options "$id"
        said=$(remote "$target" begin "$id" "${options[@]}")
        echo "$id ($target): $said"
    done
}

look() { remote "$1" state "${@:2}"; }
end_all() { remote "$1" end "${@:2}"; }

bring() {
    remote "$1" collect >"$work/bring.$BASHPID"
    tar -xzf "$work/bring.$BASHPID" -C "$output" --no-same-owner
}

# Asks all machines; leaves a line per agent in $work/states.
look_at_all() {
    for_all look
    sort -u "$work"/*.out >"$work/states"
}

count() { awk -v state="$1" '$2 == state { n++ } END { print n + 0 }' "$work/states"; }

progress() {
    awk '
        $2 == "running" { running++ }
        $4 != "-" { if (!n || $4 < low) low = $4; if ($4 > high) high = $4; cost += $5; n++ }
        $6 != "-" { if (!m || $6 < worst) worst = $6; sum += $6; m++ }
        $7 != "-" && $7 > apart { apart = $7 }
        END {
            if (!n) { printf "%d running, not yet in round 0\n", running; exit }
            printf "round %s   cost %.4g", (low == high ? low : low " … " high), cost
            if (m) printf "   test accuracy %.2f %% worst, %.2f %% mean", 100 * worst, 100 * sum / m
            printf "   disagreement %.4g   %d running\n", apart, running
        }' "$work/states"
}

# Any agent that runs can stop the run, or show the network.
ask_one() {
    local id
    id=$(awk '$2 == "running" { print $1; exit }' "$work/states")
    [ -n "$id" ] || { echo "no agent of this launch runs" >&2; return 1; }
    remote "${target_of[$id]}" program "$1" --id "$id" 2>"$work/asked" || { explain "$work/asked" >&2; return 1; }
}

# Asks every agent by itself to end with its round.
end_every() {
    for_all end_all
    cat "$work/failures" >&2
}

stop_run() {
    if [ "$(count running)" -eq 0 ]; then echo "no agent of this launch runs" >&2; return; fi
    if ask_one stop; then return; fi
    echo "asking every agent by itself" >&2
    end_every
}

interrupts=0
interrupt() {
    interrupts=$((interrupts + 1))
    [ $interrupts -lt 2 ] || { echo "left; the agents go on, and the same command follows them" >&2; exit 130; }
    echo "stopping the run; Ctrl-C again leaves it alone" >&2
}

failed_early() {
    awk '($2 == "died" || ($2 == "ended" && $3 != 0)) && $4 == "-" { bad = 1 } END { exit !bad }' "$work/states"
}

# Until no agent runs, as far as can be seen; machines that cannot be reached are waited for a while. When an agent fails
# before there is a first round, the others wait for it in vain and are ended.
follow() {
    local last='' text asked='' blind=0
    trap interrupt INT TERM
    while true; do
        look_at_all
        text=$(cat "$work/failures"; progress)
        [ "$text" = "$last" ] || echo "$text"
        last=$text
        if [ "$(count running)" -gt 0 ]; then blind=0
        elif any_failed && [ $blind -lt "$patience" ]; then blind=$((blind + 1))
        else break
        fi
        if [ $interrupts -gt 0 ] && [ -z "$asked" ]; then
            asked=yes
            stop_run
        elif [ -z "$asked" ] && failed_early; then
            asked=yes
            echo "an agent failed before its first round; ending the others" >&2
            end_every
        fi
        sleep "$every" &
        wait $! || true
    done
    trap - INT TERM
}

collect() {
    for_all bring
    cat "$work/failures" >&2
    echo "weights, metrics and logs: $output/out, $output/ID.log"
}

# One line for every agent that did not end in order.
verdict() {
    awk -v ids="${!target_of[*]}" '
        { seen[$1] = 1 }
        $2 == "ended" && $3 == 0 { next }
        { bad = 1; why = ""; for (k = 8; k <= NF; k++) why = why " " $k
          print $1 ": " $2 ($2 == "ended" ? " with exit code " $3 : "") (why ? ":" why : "") }
        END {
          n = split(ids, id, " ")
          for (k = 1; k <= n; k++) if (!(id[k] in seen)) { bad = 1; print id[k] ": could not be asked" }
          exit bad }' "$work/states" >&2
}

explain_plan() {
    local target id options
    echo "program: $program"
    for target in "${targets[@]}"; do
        for id in ${agents_of[$target]}; do
            choose_options "$id"
            echo "$target: in $remote_dir: murmur agent --id $id ${options[*]}"
        done
    done
    echo "results: $output"
}

launch() {
    umask 077
    mkdir -p "$output"
    make_keys
    sum=$(sha256sum <"$program" | cut -c 1-64)
    for_all deliver
    cat "$work"/*.out "$work/failures"
    if any_failed; then
        if grep -q ': runs already$' "$work"/*.out; then
            echo "not every machine could be reached; following the agents that run" >&2
        else
            for_all end_all
            fail "not all agents could be started; those that run have been asked to end"
        fi
    fi
}

[[ -z $data_dir || $data_dir == /* ]] || misused "--data-dir $data_dir: give the full path on the machines"
if [ -z "$program" ]; then
    program=$here/artifacts/packages/murmur-linux-x64
    [ -x "$program" ] || "$here/scripts/package.sh" linux-x64 >&2
fi
[ -x "$program" ] || fail "$program: no such program; scripts/package.sh linux-x64 makes it"
list=$("$program" topology agents "$topology") || exit 1
targets=()
declare -A agents_of=() target_of=()
list_agents "$list"

case $action in
    dry-run) explain_plan ;;
    status) look_at_all; ask_one status ;;
    stop) look_at_all; stop_run; ! any_failed ;;
    collect) mkdir -p "$output"; collect; ! any_failed ;;
    launch)
        launch
        [ -z "$detach" ] || exit 0
        follow
        collect
        lost=''
        ! any_failed || lost=yes
        verdict
        [ -z "$lost" ] ;;
esac
