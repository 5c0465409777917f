using System.Text.Json;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Runs;

/// <summary>
/// What lies in an output folder: a subfolder for every agent with its metrics, and, beside them or in an agent's own
/// folder, what the run was made from. An agent's folder by itself is a run of which one agent is seen.
/// </summary>
internal sealed class RunFolder
{
    /// <summary>The run file as it was used, all overrides included.</summary>
    public const string RunFileName = "run.json";

    /// <summary>The topology file as it was used.</summary>
    public const string TopologyFileName = "topology.json";

    /// <summary>Name of an agent's metrics file.</summary>
    public const string MetricsFileName = "metrics.jsonl";

    /// <summary>Name of the report that is written into the folder.</summary>
    public const string ReportFileName = "report.html";

    /// <summary>A file beside the metrics that is larger than this is none that the program wrote.</summary>
    private const long LargestFileBytes = 64 << 20;

    private readonly List<string> _places;

    private RunFolder(string path, IReadOnlyList<string> agentFolders)
    {
        Path = path;
        AgentFolders = agentFolders;
        var parent = agentFolders is [var only] && only == path ? System.IO.Path.GetDirectoryName(path) : null;
        _places = [path, .. agentFolders.Where(folder => folder != path), .. parent is null ? (string[])[] : [parent]];
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Folders of the agents whose metrics are here.</summary>
    public IReadOnlyList<string> AgentFolders { get; }

    /// <summary>Looks into an output folder.</summary>
    /// <exception cref="ConfigurationException">There are no metrics.</exception>
    public static RunFolder Open(string path)
    {
        path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var looking = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 };
        var files = Directory.Exists(path) ? Directory.GetFiles(path, MetricsFileName, looking) : [];
        if (files.Length == 0)
        {
            throw new ConfigurationException(
                $"{path}: no metrics here; give the --output folder of 'murmur simulate' or of the agents");
        }

        var folders = files.Select(file => System.IO.Path.GetDirectoryName(file)!).Order(new NaturalOrder());
        return new(path, files.Contains(System.IO.Path.Combine(path, MetricsFileName)) ? [path] : [.. folders]);
    }

    /// <summary>Notes what a run is made from, for its report.</summary>
    /// <param name="path">The output folder, or an agent's own.</param>
    /// <param name="run">What is trained.</param>
    /// <param name="schedule">The network.</param>
    /// <param name="origin">Data, program and machine.</param>
    public static void Note(string path, RunOptions run, TopologySchedule schedule, RunOrigin origin)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(System.IO.Path.Combine(path, RunFileName), RunFile.ToJson(run));
        schedule.Save(System.IO.Path.Combine(path, TopologyFileName));
        File.WriteAllText(System.IO.Path.Combine(path, RunOrigin.FileName), MetricsFormat.ToLine(origin));
    }

    /// <summary>The text of a file that belongs to the run, or null where it is missing.</summary>
    public string? Read(string name) => _places
        .Select(place => System.IO.Path.Combine(place, name))
        .Where(IsReadable)
        .Select(File.ReadAllText)
        .FirstOrDefault();

    /// <summary>The run file, or null where it is missing or of another version.</summary>
    public RunOptions? Run() => Try(RunFileName, path => RunFile.Load(path, []));

    /// <summary>The topology, or null where it is missing or of another version.</summary>
    public TopologySchedule? Schedule() => Try(TopologyFileName, TopologySchedule.Load);

    /// <summary>What the run was made from; machines that are alike are named once.</summary>
    public IReadOnlyList<RunOrigin> Origins() =>
    [
        .. _places.Select(place => System.IO.Path.Combine(place, RunOrigin.FileName))
            .Where(IsReadable)
            .Select(TryRead<RunOrigin>)
            .OfType<RunOrigin>()
            .DistinctBy(origin => origin.Machine),
    ];

    /// <summary>What a JSON file holds, or null where it holds something else.</summary>
    public static T? TryRead<T>(string path)
        where T : class
    {
        try
        {
            return IsReadable(path)
                ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), MetricsFormat.Options)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsReadable(string path) => new FileInfo(path) is { Exists: true, Length: <= LargestFileBytes };

    private T? Try<T>(string name, Func<string, T> load)
        where T : class
    {
        var path = _places.Select(place => System.IO.Path.Combine(place, name)).FirstOrDefault(IsReadable);
        try
        {
            return path is null ? null : load(path);
        }
        catch (Exception e) when (e is ConfigurationException or TopologyException)
        {
            return null;
        }
    }
}
