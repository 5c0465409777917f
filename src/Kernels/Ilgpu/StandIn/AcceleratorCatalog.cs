using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.StandIn;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>The machines that run programs, in a build without ILGPU.</summary>
internal static class AcceleratorCatalog
{
    private const string StandIn = "stand-in";

    private const string NotBuilt =
        "this program was built without the package ILGPU; build it with 'dotnet build -p:WithIlgpu=true'";

    /// <summary>The stand-in, and what keeps others from being used.</summary>
    public static IReadOnlyList<DeviceDescription> List() =>
    [
        new(
            StandIn,
            "runs the programs of cards on the host with every access checked: slow, for checks only",
            null,
            IsForChecks: true),
        new("cuda", $"NVIDIA cards; {CudaDriver.Describe()}", NotBuilt),
        new("opencl", "OpenCL devices", NotBuilt),
    ];

    /// <summary>Opens a usable one.</summary>
    public static IAccelerator Open(string name) => name == StandIn
        ? new StandInAccelerator()
        : throw new DeviceUnavailableException($"The device '{name}' cannot be used: {NotBuilt}");
}
