#!/usr/bin/env bash
# with-machines.sh COUNT FOLDER COMMAND...: runs a command among COUNT machines that ssh reaches as root.
#
# A machine is a network namespace with an address 10.88.0.K, its own processes, its own home folder FOLDER/home-K and an
# ssh server. The command runs in one more namespace, with the options for ssh in the file FOLDER/ssh-options, one per line.
# All is gone with the command. Needs root, iproute2, util-linux and sshd; without them it says "skipped: ..." and ends with 0.
set -euo pipefail
count=$1 folder=$2
shift 2
desk=mur-$$-desk spaces=() servers=()

skip() { echo "skipped: $*"; exit 0; }

clean_up() {
    local status=$? server space
    trap - EXIT
    # Waits at once, so that the shell does not comment on the death.
    for server in "${servers[@]}"; do { kill -KILL "$server" && wait "$server"; } 2>/dev/null || true; done
    for space in "${spaces[@]}"; do ip netns delete "$space" || true; done
    exit $status
}

[ "$(id -u)" -eq 0 ] || skip "network namespaces need root"
for tool in ip unshare ssh ssh-keygen setsid flock; do command -v $tool >/dev/null || skip "$tool is not installed"; done
[ -x /usr/sbin/sshd ] || skip "sshd is not installed"
ip netns add "$desk" 2>/dev/null || skip "network namespaces are not allowed here"
spaces+=("$desk")
trap clean_up EXIT
trap 'exit 130' INT TERM

ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
ssh-keygen -q -t ed25519 -N '' -f "$folder/host-key"
ip -n "$desk" link set lo up
ip -n "$desk" link add lan type bridge 2>/dev/null || skip "bridges are not allowed here"
ip -n "$desk" address add 10.88.0.100/24 dev lan
ip -n "$desk" link set lan up
cat >"$folder/sshd_config" <<END
HostKey $folder/host-key
AuthorizedKeysFile $folder/key.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
PidFile none
END
for ((k = 1; k <= count; k++)); do
    space=mur-$$-$k
    ip netns add "$space"
    spaces+=("$space")
    ip -n "$space" link set lo up
    ip -n "$desk" link add "port$k" type veth peer name eth0 netns "$space"
    ip -n "$desk" link set "port$k" master lan up
    ip -n "$space" address add "10.88.0.$k/24" dev eth0
    ip -n "$space" link set eth0 up
    mkdir "$folder/home-$k"
    echo "10.88.0.$k $(cut -d ' ' -f 1,2 "$folder/host-key.pub")" >>"$folder/known-hosts"
    # shellcheck disable=SC2016 # expanded by that shell
    ip netns exec "$space" unshare --mount --pid --fork --kill-child --mount-proc sh -c '
        mount --bind "$1/home-$2" "$HOME" && mount -t tmpfs none /run && mkdir /run/sshd \
            && exec /usr/sbin/sshd -D -e -f "$1/sshd_config"' sh "$folder" "$k" 2>"$folder/sshd-$k.log" &
    servers+=($!)
done
printf '%s\n' "IdentityFile=$folder/key" "UserKnownHostsFile=$folder/known-hosts" User=root >"$folder/ssh-options"
for ((k = 1; k <= count; k++)); do
    until ip netns exec "$desk" bash -c "exec 3<>/dev/tcp/10.88.0.$k/22" 2>/dev/null; do
        kill -0 "${servers[k - 1]}" 2>/dev/null || { cat "$folder/sshd-$k.log" >&2; exit 1; }
        sleep 0.1
    done
done
ip netns exec "$desk" unshare --pid --fork --kill-child --mount-proc "$@"
