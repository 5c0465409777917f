#!/usr/bin/env bash
# Measures against the peers that are installed and prints a table of ratios, which it also writes to
# artifacts/bench/table.md: bench.sh [SECTION …], all sections by default.
# With --filter PATTERN it runs single benchmarks instead (BenchmarkDotNet), for example --filter '*Frame*'.
# Peers in Python run with $PEER_PYTHON (python3 by default) and are skipped, with a line, where they are absent.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
# OpenBLAS and BLIS, where installed, are the yardstick of the products; older versions need to be told what an AVX-512
# processor is.
grep -qs avx512f /proc/cpuinfo && export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SKYLAKEX} BLIS_ARCH_TYPE=${BLIS_ARCH_TYPE:-skx}
# OpenBLAS's threads spin for a tenth of a second after their work, into the measurements of others: 2^20 ticks are enough.
export OPENBLAS_THREAD_TIMEOUT=${OPENBLAS_THREAD_TIMEOUT:-20}
case " $* " in
    *" --filter "*|*" --list "*) exec dotnet run -c Release --project "$here/tests/Benchmarks" -- "$@" ;;
    *) exec dotnet run -c Release --project "$here/tests/Benchmarks" -- "$@" --out "$here/artifacts/bench/table.md" ;;
esac
