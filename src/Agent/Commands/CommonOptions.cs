using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Commands;

/// <summary>Options whose meaning is the same in every command that has them.</summary>
internal static class CommonOptions
{
    /// <summary>The topology file.</summary>
    public static Option<string?> Topology() => new("--topology")
    {
        Description =
            "Topology file: the agents and, for every round, their links. By default the one that the run file names.",
        HelpName = "FILE",
        DefaultValueFactory = _ => Variable("MURMURATION_TOPOLOGY"),
    };

    /// <summary>Begin anew.</summary>
    public static Option<bool> Fresh() => new("--fresh")
    {
        Description = "Begin anew; otherwise an unfinished run of the same output folder goes on from its checkpoints.",
    };

    /// <summary>No report at the end.</summary>
    public static Option<bool> NoReport() => new("--no-report")
    {
        Description = "Do not write report.html at the end; 'murmur report' makes it at any time.",
    };

    /// <summary>Nothing but the result.</summary>
    public static Option<bool> Quiet() => new("--quiet") { Description = "Print the result only." };

    /// <summary>Where traces and metrics are exported to.</summary>
    public static Option<string?> Otlp() => new("--otlp")
    {
        Description = "Export metrics and a trace per round by OTLP to this collector, for example "
            + "http://127.0.0.1:4318; OTEL_EXPORTER_OTLP_ENDPOINT does the same.",
        HelpName = "URL",
    };

    /// <summary>Processor cores.</summary>
    public static Option<int> Threads() => new("--threads")
    {
        Description =
            "Threads that compute, at most, in one process; "
            + "a simulation shares them out among its daemons, one each at least.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        Validators = { Range("--threads", 1, 1024) },
    };

    /// <summary>One file of trained weights.</summary>
    public static Option<string> WeightsFile() => new("--weights")
    {
        Description = "Trained weights: a safetensors file that an agent wrote, or an exported one.",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>How inputs are scaled.</summary>
    public static Option<DataScale> Scale() => new("--scale")
    {
        Description = "How inputs are scaled, as data.scale of the run file: for weights of older versions, which do "
            + "not say it themselves.",
        HelpName = "KIND",
    };

    /// <summary>Weights to begin with.</summary>
    public static Option<string?> InitialWeights() => new("--initial-weights")
    {
        Description = "Begin with the weights in this safetensors file instead of random ones; all agents of a run "
            + "must begin with the same.",
        HelpName = "FILE",
    };

    /// <summary>The scaling that was asked for; null where none was.</summary>
    public static DataScale? ScaleOf(DataScale asked) => asked == DataScale.Auto ? null : asked;

    /// <summary>Where the numerics run.</summary>
    public static Option<string> Device() => new("--device")
    {
        Description = "Where the numerics run: auto (the faster of host and card for this problem, as measured at the "
            + "start), host, or a name that 'murmur devices' lists. Equal bits need the same device.",
        HelpName = "auto|host|NAME",
        DefaultValueFactory = _ => Variable("MURMURATION_DEVICE") ?? ComputeDevice.Auto,
    };

    /// <summary>Refuses a number outside its range.</summary>
    public static Action<OptionResult> Range(string option, int least, int most) => result =>
    {
        if (result.Tokens is [{ Value: var text }]
            && long.TryParse(text, out var number)
            && (number < least || number > most))
        {
            result.AddError($"{option} must lie in {least} … {most}");
        }
    };

    /// <summary>An environment variable; one that is empty counts as not set.</summary>
    public static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>
    /// The output folder that was asked for, or a new one under <c>out/</c>, so that nothing is overwritten.
    /// </summary>
    public static string Output(string? asked, string runName, TimeProvider time)
    {
        if (asked is not null)
        {
            return FullPath("--output", asked);
        }

        var folder = Path.GetFullPath(Path.Combine("out", $"{runName}-{time.GetLocalNow():yyyyMMdd-HHmmss}"));
        var free = Enumerable.Range(2, 1000)
            .Select(k => $"{folder}-{k}")
            .Prepend(folder)
            .First(path => !Directory.Exists(path));
        return Directory.CreateDirectory(free).FullName;
    }

    /// <summary>The full path of an option's value.</summary>
    public static string FullPath(string option, string path) => path.Length > 0
        ? Path.GetFullPath(path)
        : throw new ConfigurationException($"{option} is empty; give a path");

    /// <summary>The full path of an option that may be left out.</summary>
    public static string? FileOf(Option<string?> option, ParseResult parsed) =>
        parsed.GetValue(option) is { } path ? FullPath(option.Name, path) : null;

    /// <summary>Where the dashboard listens.</summary>
    public static Option<string?> Dashboard() => new("--dashboard")
    {
        Description =
            "Serve a read-only page about the whole network there, for example 127.0.0.1:7780; off by default.",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => Variable("MURMURATION_DASHBOARD"),
    };

    /// <summary>An address to listen on: an IP address, or <c>localhost</c>, and a port; null where none is
    /// given.</summary>
    public static IPEndPoint? WebAddress(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? WebAddress(option.Name, text) : null;

    private static IPEndPoint WebAddress(string option, string text)
    {
        var address = text.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase)
            ? $"{IPAddress.Loopback}{text["localhost".Length..]}"
            : text;
        return address.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(address, out var place)
            ? place
            : throw new ConfigurationException($"{option} {text}: write HOST:PORT, for example 127.0.0.1:7780");
    }
}
