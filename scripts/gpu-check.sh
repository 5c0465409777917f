#!/usr/bin/env bash
# Checks and measures this machine's graphics card: the conformance suite, then rooflines. Nothing has to be installed
# but the card's driver (and cuBLAS, cuSOLVER for speed).
#   gpu-check.sh make FOLDER   on a machine with the .NET SDK: makes one folder with all that the check needs
#   FOLDER/gpu-check.sh [DEVICE] [--quick]   on the machine with the card (cuda by default; see 'murmur devices')
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
most=60 # MB

make_folder() {
    local folder=$1 root
    root=$(cd "$here/.." && pwd)
    if [ -e "$folder" ] && [ -n "$(ls -A "$folder")" ]; then
        echo "gpu-check: $folder is not empty; give a new folder" >&2
        exit 2
    fi
    dotnet restore "$root/tests/Benchmarks/Rooflines" -r linux-x64 -p:WithIlgpu=true \
        -p:ArtifactsPath="$root/artifacts/gpu-check" --nologo -v quiet >/dev/null \
        || { echo "gpu-check: the package ILGPU cannot be restored here" >&2; exit 1; }
    for project in tests/Kernels.Tests tests/Benchmarks/Rooflines; do
        dotnet publish "$root/$project" -c Release -r linux-x64 --self-contained -p:WithIlgpu=true \
            -p:RunAnalyzers=false -p:DebugType=none -p:GenerateDocumentationFile=false \
            -p:ArtifactsPath="$root/artifacts/gpu-check" -o "$folder" --nologo -v quiet
    done

    # Parts of the runtime and of test tools that neither the suite nor the measurements load.
    (cd "$folder" && rm -rf ./*.pdb ./*.xml createdump libmscordaccore.so libmscordbi.so libcoreclrtraceptprovider.so \
        libclrgc.so libclrgcexp.so libSystem.IO.Compression.Native.so Microsoft.CodeCoverage Microsoft.VisualStudio.* \
        Microsoft.TestPlatform.* Microsoft.ApplicationInsights.dll Microsoft.VisualBasic*.dll Microsoft.CSharp.dll \
        xunit.runner.visualstudio.* System.Data.*.dll System.Drawing*.dll System.Formats.*.dll System.Net.*.dll \
        System.IO.Compression*.dll System.IO.Pipelines.dll System.Linq.AsyncEnumerable.dll System.Linq.Expressions.dll \
        System.Linq.Parallel.dll System.Private.DataContractSerialization.dll System.Text.Encoding.CodePages.dll \
        System.Threading.Tasks.Dataflow.dll System.Transactions*.dll cs de es fr it ja ko pl pt-BR ru tr zh-*)
    cp "$here/gpu-check.sh" "$folder/"
    local size
    size=$(du -sm "$folder" | cut -f1)
    echo "gpu-check: $folder, $size MB; copy it to the machine with the card and run $(basename "$folder")/gpu-check.sh there"
    [ "$size" -lt "$most" ] || { echo "gpu-check: that is more than $most MB" >&2; exit 1; }
}

if [ "${1:-}" = make ]; then
    make_folder "${2:?gpu-check: give the folder to make: gpu-check.sh make FOLDER}"
    exit 0
fi

[ -x "$here/Murmuration.Rooflines" ] || { echo "gpu-check: first make a folder: $0 make FOLDER" >&2; exit 2; }
export DOTNET_gcServer=0 DOTNET_TieredPGO=1
device=cuda
case "${1:-}" in -* | "") ;; *) device=$1 ;; esac
case $device in
    cuda*) suite='*CudaConformance*' ;;
    opencl*) suite='*OpenClConformance*' ;;
    *) suite='*IlgpuCpuConformance*' ;;
esac
nvidia-smi --query-gpu=name,driver_version,memory.total,clocks.max.sm --format=csv,noheader 2>/dev/null || true
status=0
"$here/Murmuration.Kernels.Tests" -noColor -class "$suite" -class '*PtxTests*' -class '*ProductPlanTests*' || status=1
"$here/Murmuration.Rooflines" "$@" || status=1
[ $status -eq 0 ] && echo "gpu-check: passed" || echo "gpu-check: something failed, see above"
exit $status
