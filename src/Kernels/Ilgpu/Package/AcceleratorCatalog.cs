using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Package;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>The machines that run programs, by ILGPU.</summary>
internal static class AcceleratorCatalog
{
    private const string Emulator = "ilgpu-cpu";

    static AcceleratorCatalog() =>
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, FindDriver);

    /// <summary>Cards of every kind, and ILGPU's own emulator.</summary>
    public static IReadOnlyList<DeviceDescription> List()
    {
        var cuda = Find("cuda", "NVIDIA cards", CudaDriver.Describe(), builder => builder.Cuda(), context =>
            Describe(context.GetCudaDevices()));
        var openCl = Find("opencl", "OpenCL devices", "none here", builder => builder.OpenCL(), context =>
            Describe(context.GetCLDevices()));
        return
        [
            .. cuda, .. openCl,
            new(Emulator, "ILGPU's emulator on the processor: slow, for checks only", null, IsForChecks: true),
        ];
    }

    /// <summary>Opens a usable one.</summary>
    public static IAccelerator Open(string name)
    {
        var parts = name.Split(':');
        var index = parts.Length > 1 ? int.Parse(parts[1]) : 0;
        var context = Context.Create(builder => Choose(builder, parts[0]).Profiling());
        try
        {
            return parts[0] switch
            {
                "cuda" => new PackageAccelerator(context, context.GetCudaDevice(index), name),
                "opencl" => new PackageAccelerator(context, context.GetCLDevice(index), name),
                _ => new PackageAccelerator(context, context.GetCPUDevice(0), name),
            };
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static Context.Builder Choose(Context.Builder builder, string kind) => kind switch
    {
        "cuda" => builder.Cuda(),
        "opencl" => builder.OpenCL(),
        _ => builder.CPU(CPUDeviceKind.Default),
    };

    private static DeviceDescription[] Find(
        string kind,
        string what,
        string absence,
        Action<Context.Builder> choose,
        Func<Context, IEnumerable<string>> describe)
    {
        try
        {
            using var context = Context.Create(choose);
            var found = describe(context).Select((text, k) => new DeviceDescription($"{kind}:{k}", text, null));
            return found.ToArray() is { Length: > 0 } devices ? devices : [new(kind, what, absence)];
        }
        catch (Exception error) when (error is DllNotFoundException or NotSupportedException or AcceleratorException)
        {
            return [new(kind, what, error.Message)];
        }
    }

    private static List<string> Describe<TDevice>(Context.DeviceCollection<TDevice> devices)
        where TDevice : Device
    {
        var texts = new List<string>();
        foreach (var device in devices)
        {
            texts.Add($"{device.Name}, {device.MemorySize / 1e9:0} GB");
        }

        return texts;
    }

    /// <summary>Many machines have only the versioned name of the driver's library.</summary>
    private static nint FindDriver(string name, Assembly assembly, DllImportSearchPath? path) =>
        name is "cuda" or "nvcuda" ? CudaDriver.Load() : 0;
}
