#!/usr/bin/env bash
# Runs the benchmarks (BenchmarkDotNet); arguments choose them, for example --filter '*Exchange*'. All by default.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
# OpenBLAS, where installed, is the yardstick of the products; older versions need to be told what an AVX-512 processor is.
grep -qs avx512f /proc/cpuinfo && export OPENBLAS_CORETYPE=SKYLAKEX
[ $# -gt 0 ] || set -- --filter '*'
exec dotnet run -c Release --project "$here/tests/Benchmarks" -- "$@"
