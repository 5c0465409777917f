#!/usr/bin/env bash
# Runs all tests and ends with one line: N passed, N failed, N skipped.
# Tests that need real data or golden traces find them through MURMURATION_DATA and MURMURATION_REFERENCE; else they are skipped.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here" || exit 1
results=artifacts/test-results
rm -rf "$results"
status=0
dotnet build Murmuration.slnx -c Release --nologo -v quiet || exit 1
for project in tests/*.Tests; do
    dotnet test "$project" -c Release --no-build --nologo --results-directory "$results" \
        --logger "trx;LogFileName=$(basename "$project").trx" --logger "console;verbosity=minimal" "$@" || status=1
done

total=$(cat "$results"/*.trx | grep -o '<UnitTestResult ' | wc -l)
passed=$(cat "$results"/*.trx | grep -o 'outcome="Passed"' | wc -l)
failed=$(cat "$results"/*.trx | grep -o '<UnitTestResult [^>]*outcome="Failed"' | wc -l)
echo "$passed passed, $failed failed, $((total - passed - failed)) skipped"
exit $status
