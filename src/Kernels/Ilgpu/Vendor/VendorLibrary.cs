using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Ilgpu.Vendor;

/// <summary>One of NVIDIA's libraries, of the newest version that is here.</summary>
internal sealed class VendorLibrary
{
    private readonly nint _handle;

    private VendorLibrary(nint handle, int version) => (_handle, Version) = (handle, version);

    /// <summary>Major version.</summary>
    public int Version { get; }

    /// <summary>Looks for a library by its major versions, the newest first; null where there is none.</summary>
    public static VendorLibrary? Find(string name, ReadOnlySpan<int> versions)
    {
        foreach (var version in versions)
        {
            var file = OperatingSystem.IsWindows() ? $"{name}64_{version}.dll" : $"lib{name}.so.{version}";
            if (NativeLibrary.TryLoad(file, out var handle) || TryLoadBeside(file, out handle))
            {
                return new VendorLibrary(handle, version);
            }
        }

        return null;
    }

    /// <summary>The address of a function.</summary>
    public nint Function(string name) => NativeLibrary.GetExport(_handle, name);

    /// <summary>Throws when a call did not return 0.</summary>
    public static void Check(int status, string call)
    {
        if (status != 0)
        {
            throw new InvalidOperationException($"{call} answers error {status}.");
        }
    }

    /// <summary>Where the toolkit is installed without the loader knowing it.</summary>
    private static bool TryLoadBeside(string file, out nint handle)
    {
        handle = 0;
        var root = Environment.GetEnvironmentVariable("CUDA_HOME") is { Length: > 0 } home ? home : "/usr/local/cuda";
        return NativeLibrary.TryLoad(Path.Combine(root, "lib64", file), out handle);
    }
}
