#!/usr/bin/env bash
# Runs N random plans of faults in the simulated network, from seed FIRST (201) on, and prints the failing seeds.
# A seed alone gives the same run again: scripts/simulate-seeds.sh 1 SEED
set -euo pipefail
cd "$(dirname "$0")/.."
export MURMURATION_SEEDS=${1:?usage: scripts/simulate-seeds.sh N [FIRST]} MURMURATION_FIRST_SEED=${2:-201}
dotnet build tests/Simulation.Tests --nologo --verbosity quiet
dotnet run --project tests/Simulation.Tests --no-build -- \
  -method "*.Random_plans_of_faults_lose_nothing" -showLiveOutput
