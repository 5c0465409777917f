using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Murmuration.Benchmarks.Table;

/// <summary>What the figures were measured on.</summary>
internal static class MachineDescription
{
    /// <summary>Processor, vector width, memory, system, runtime, congestion control.</summary>
    public static string Describe()
    {
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores of {Processor()}, {width}-bit vectors, {gigabytes:0} GB, " +
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, " +
            $"congestion control {CongestionControl()}");
    }

    private static string Processor()
    {
        const string File = "/proc/cpuinfo";
        string Field(string name) => System.IO.File.ReadLines(File)
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':')[^1].Trim() ?? "?";
        return System.IO.File.Exists(File)
            ? $"{Field("model name")} (family {Field("cpu family")}, model {Field("model\t")})"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string CongestionControl()
    {
        const string File = "/proc/sys/net/ipv4/tcp_congestion_control";
        return System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File).Trim() : "of the system";
    }
}
