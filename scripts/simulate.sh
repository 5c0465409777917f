#!/usr/bin/env bash
# Builds Murmuration and trains a network of agents on this machine: 8 daemons, one process each, by default.
# All options go to `murmur simulate`; `scripts/simulate.sh --help` explains them.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
"$here/scripts/build.sh"

# A terminal's Ctrl-C reaches the program itself, which ends all agents in order; so does a SIGTERM to this script.
exec "$here/artifacts/publish/murmur" simulate "$@"
