using System.CommandLine;
using System.CommandLine.Parsing;
using Murmuration.Agent.Configuration;

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

    /// <summary>A file that travels with the program.</summary>
    public static string Shipped(string folder, string name) => Path.Combine(AppContext.BaseDirectory, folder, name);

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
}
