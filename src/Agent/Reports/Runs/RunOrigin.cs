using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Serialization;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>What a run was made from, noted when it begins, beside its run file and topology.</summary>
internal sealed record RunOrigin
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "origin.json";

    /// <summary>The data, in one line.</summary>
    public string? Data { get; init; }

    /// <summary>The model, in one line.</summary>
    public string? Model { get; init; }

    /// <summary>Weights of the model.</summary>
    public int Weights { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Began { get; init; }

    /// <summary>Version of this program.</summary>
    public required string Program { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Framework { get; init; }

    /// <summary>The operating system and its architecture.</summary>
    public required string System { get; init; }

    /// <summary>The processor by its name.</summary>
    public required string Processor { get; init; }

    /// <summary>Processor cores that the program saw.</summary>
    public int Cores { get; init; }

    /// <summary>Threads that it computed with, at most.</summary>
    public int Threads { get; init; }

    /// <summary>Bits of the widest vectors that it computed with.</summary>
    public int VectorBits { get; init; }

    /// <summary>This program on this machine.</summary>
    /// <param name="data">The data, in one line.</param>
    /// <param name="model">The model, in one line.</param>
    /// <param name="weights">Weights of the model.</param>
    /// <param name="threads">Threads that compute, at most.</param>
    /// <param name="time">The clock.</param>
    public static RunOrigin Here(string data, string model, int weights, int threads, TimeProvider time) => new()
    {
        Data = data,
        Model = model,
        Weights = weights,
        Began = time.GetUtcNow(),
        Program = ProgramVersion,
        Framework = RuntimeInformation.FrameworkDescription,
        System = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        Processor = ProcessorName(),
        Cores = Environment.ProcessorCount,
        Threads = threads,
        VectorBits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128,
    };

    /// <summary>Version of this program, with the beginning of the commit where the build knows it.</summary>
    public static string ProgramVersion { get; } = Shorten(typeof(RunOrigin).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>The machine, so that agents of one kind of machine are listed together.</summary>
    [JsonIgnore]
    public string Machine =>
        $"{Program}, {Framework}, {System}, {Processor}, {Cores} cores, {VectorBits}-bit vectors";

    private static string Shorten(string version)
    {
        const int commitDigits = 10;
        var parts = version.Split('+', 2);
        return parts is [var number, { Length: > commitDigits } commit]
            ? $"{number}+{commit[..commitDigits]}"
            : version;
    }

    private static string ProcessorName()
    {
        const string key = "model name";
        try
        {
            var line = OperatingSystem.IsLinux()
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))
                : null;
            return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
                ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
                ?? $"{RuntimeInformation.ProcessArchitecture}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{RuntimeInformation.ProcessArchitecture}";
        }
    }
}
