#!/usr/bin/env bash
# Feeds mutated frames of all types to an agent: N inputs (a million by default), from a first seed (1 by default).
# A failure names its seed; `scripts/fuzz.sh 200 SEED` repeats it.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
case ${1:-} in -*) echo "Usage: fuzz.sh [N [SEED]]"; exit 0 ;; esac
export MURMURATION_FUZZ=${1:-1000000} MURMURATION_FUZZ_SEED=${2:-1}
exec dotnet test "$here/tests/Gossip.Tests" -c Release --nologo -v quiet --filter FullyQualifiedName~ConnectionFuzzTests
