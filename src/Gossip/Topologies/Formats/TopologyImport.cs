using System.Text;
using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Makes schedules of files in any format: one file, or several as rounds that follow each other.</summary>
public static class TopologyImport
{
    private const int MostFiles = 4096;
    private const int MostNames = 3;
    private const int MostRounds = 1_000_000;

    /// <summary>What commands call the formats, our own first.</summary>
    public static IReadOnlyList<string> FormatNames => FormatCatalogue.Names;

    /// <summary>Reads files, and all files of folders in the order of their names; several are the rounds of a period.
    /// Agents are on 127.0.0.1 unless a file gives addresses.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="options">What they leave open.</param>
    /// <param name="builtIn">The text of a file that is not on disk, or null when there is none of that name.</param>
    /// <exception cref="TopologyException">They make no valid schedule; one line says where and what to
    /// do.</exception>
    public static TopologySchedule Load(
        IReadOnlyList<string> paths, ImportOptions options, Func<string, string?>? builtIn = null)
    {
        var files = paths.SelectMany(FilesAt).Take(MostFiles + 1).ToList();
        if (files.Count is 0 or > MostFiles || options.RoundsEach is < 1 or > MostRounds)
        {
            throw new TopologyException(files.Count == 0
                ? "No topology file given."
                : $"{files.Count} files for {options.RoundsEach} rounds each: at most {MostFiles:N0} files, and for "
                    + $"1 to {MostRounds:N0} rounds each.");
        }

        // One after the other: only what they say of the network stays in memory.
        var sources = files.Select(path => builtIn?.Invoke(path) is { } text
            ? new FormatSource(path, Encoding.UTF8.GetBytes(text))
            : FormatSource.Load(path));
        var whole = files.Count == 1 && IsPlain(options) ? ReadOwn(sources.First(), options.Format) : null;
        return whole ?? Compose(files, sources.Select(source => ReadPlain(source, options)), options);
    }

    private static bool IsPlain(ImportOptions options) =>
        options is { Directed: null, Numbers: LinkNumbers.Auto, LargestGroup: false, Name: null };

    private static TopologySchedule Compose(
        List<string> files, IEnumerable<PlainNetwork> networks, ImportOptions options)
    {
        try
        {
            return new NetworkComposer(options).Compose(networks);
        }
        catch (TopologyException error) when (error.SourceName is null)
        {
            // Files of other programs are seldom changed by hand.
            var hint = error.Gap switch
            {
                null => "",
                GapKind.Apart => " Or take the largest group: murmur topology convert … --largest-group.",
                _ => " Or, if links go both ways whatever the file says: murmur topology convert … --undirected.",
            };
            throw new TopologyException(
                string.Join(", ", files.Take(MostNames)), null, null, error.Problem + hint, error);
        }
    }

    /// <summary>Our own format, or null when the file is of another one.</summary>
    private static TopologySchedule? ReadOwn(FormatSource source, string? format) =>
        FormatOf(source, format) is null ? new TopologyReader(source.Name, source.Bytes).Read() : null;

    private static PlainNetwork ReadPlain(FormatSource source, ImportOptions options)
    {
        var network = new NetworkBuilder(source.Name);
        if (FormatOf(source, options.Format) is { } format)
        {
            format.Read(source, network);
        }
        else
        {
            ReadStatic(new TopologyReader(source.Name, source.Bytes).Read(), network);
        }

        var plain = network.Build(options.Directed);
        var name = plain.Name?.Trim();
        return plain with { Name = name is not null && TopologyReader.IsName(name) ? name : source.BareName };
    }

    private static INetworkFormat? FormatOf(FormatSource source, string? name) =>
        name is null ? FormatCatalogue.Of(source) : FormatCatalogue.Named(name);

    /// <summary>One of our own files that stands for one round.</summary>
    private static void ReadStatic(TopologySchedule schedule, NetworkBuilder network)
    {
        if (schedule.Period != 1 || schedule.Grid is not null)
        {
            throw network.Problem(null, "changes from round to round or has a grid of modules; only a file with the "
                + "same links in every round can be changed or put together with others.");
        }

        (network.Name, network.Directed) = (schedule.Name, schedule.Directed);
        foreach (var agent in schedule.Agents)
        {
            network.Declare(agent.Id, new PlainAgent(agent.Id, agent.Position, agent), line: null);
        }

        foreach (var link in schedule.LinksAt(0))
        {
            network.Link(link.From, link.To, link.Weight, line: null);
        }
    }

    private static IEnumerable<string> FilesAt(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path)
            .Where(file => !Path.GetFileName(file).StartsWith('.'))
            .Order(new NaturalOrder())
        : [path];
}
