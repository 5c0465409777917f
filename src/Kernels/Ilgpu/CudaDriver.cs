using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>NVIDIA's driver, asked without any package.</summary>
internal static unsafe class CudaDriver
{
    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];

    /// <summary>The driver's library; 0 where there is none.</summary>
    public static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return library;
            }
        }

        return 0;
    }

    /// <summary>Such as "driver found, 1 card", or what is missing.</summary>
    public static string Describe()
    {
        var library = Load();
        if (library == 0)
        {
            return $"no driver here ({Names[0]} is not found)";
        }

        var initialize = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(library, "cuInit");
        var count = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDeviceGetCount");
        var cards = 0;
        var status = initialize(0);
        status = status == 0 ? count(&cards) : status;
        return status == 0 ? $"driver found, {cards} of them here" : $"the driver answers error {status}";
    }
}
