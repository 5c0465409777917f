# shellcheck shell=sh
# What launch-lan.sh does on a machine: sh -c THIS sh WHAT FOLDER ARGUMENTS. Sent along with every command, so nothing needs
# to be installed there.
set -eu
what=$1 folder=$2
shift 2
cd "$HOME"
[ "$what" != inspect ] || { mkdir -p "$folder" && chmod 700 "$folder"; }
cd "$folder" 2>/dev/null || { echo "nothing has been launched in $folder" >&2; exit 4; }
# Where agents listen for requests: not in the folder of the login, which goes when the connection ends.
mkdir -p run
chmod 700 run
XDG_RUNTIME_DIR=$PWD/run
export XDG_RUNTIME_DIR

running() { [ -e "$1.lock" ] && ! flock -n -s "$1.lock" true; }

# Whether the machine will do, and whether it has the program with this sum.
inspect() {
    for tool in flock setsid tar gzip sha256sum; do
        command -v "$tool" >/dev/null || { echo "the program $tool is missing there" >&2; exit 3; }
    done
    [ "$(uname -sm)" = "Linux x86_64" ] || { echo "it is $(uname -sm); the program is for Linux x86_64" >&2; exit 3; }
    if [ "$(sha256sum murmur 2>/dev/null | cut -c 1-64)" = "$1" ]; then echo same; else echo other; fi
}

# Unpacks what comes. Each file is put in place at once: the old one may be in use, and machines may share home folders.
receive() {
    incoming=incoming.$$
    mkdir "$incoming"
    trap 'rm -rf "$incoming"' EXIT
    tar -xzf - -C "$incoming"
    (cd "$incoming" && find . -type f) | while read -r file; do
        mkdir -p "$(dirname "$file")"
        mv -f "$incoming/$file" "$file"
    done
    ./murmur --version >/dev/null
}

# begin ID OPTIONS: a lock that the agent holds says that it runs; process ids outlive crashes and are given anew.
begin() {
    if running "$1"; then echo "runs already"; return; fi
    rm -f "$1.exit" "$1.pid"
    # shellcheck disable=SC2016 # expanded by that shell
    setsid flock -w 10 "$1.lock" sh -c '
        id=$1
        shift
        ./murmur agent --id "$id" "$@" &
        echo $! >"$id.pid"
        code=0
        wait $! || code=$?
        echo $code >"$id.exit"' sh "$@" </dev/null >>"$1.log" 2>&1 &
    tries=0
    until [ -s "$1.pid" ]; do
        tries=$((tries + 1))
        [ $tries -lt 150 ] || { echo "$1 does not start: $(tail -n 1 "$1.log")" >&2; exit 6; }
        sleep 0.1
    done
    echo started
}

# A line per agent: id, state, exit code; of its last round the number, cost, accuracy, disagreement; its last complaint.
state() {
    for id; do
        if running "$id"; then line="$id running -"
        elif [ -s "$id.exit" ]; then line="$id ended $(cat "$id.exit")"
        elif [ -e "$id.pid" ]; then line="$id died -"
        else line="$id absent -"
        fi
        last=$(tail -n 3 "out/$id/metrics.jsonl" 2>/dev/null | grep '"round":' | tail -n 1) || true
        for key in round cost testAccuracy disagreement; do
            value=$(printf %s "$last" | grep -o "\"$key\":[^,}]*" | head -n 1 | cut -d : -f 2) || true
            line="$line ${value:--}"
        done
        echo "$line $(grep '^murmur: ' "$id.log" 2>/dev/null | tail -n 1 | cut -c 9-)"
    done
}

# SIGTERM: every agent ends its round, says goodbye, keeps a checkpoint. Comes back when they have ended.
end() {
    for id; do if running "$id"; then kill -TERM "$(cat "$id.pid")" || true; fi; done
    for id; do [ ! -e "$id.lock" ] || flock -w 60 "$id.lock" true || { echo "$id does not end" >&2; exit 5; }; done
}

program() { ./murmur "$@"; }

# tar says 1 where a file grew meanwhile.
collect() {
    mkdir -p out
    tar -czf - --exclude=checkpoints --exclude='*.lock' out ./*.log || [ $? -eq 1 ]
}

"$what" "$@"
