using System.Globalization;
using System.Text.RegularExpressions;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Reads an edge list: lines that begin with # are comments, and every other line holds two 0-based agent
/// numbers. A comment that says <c>nodes 22</c> gives the number of agents; else it is the largest number plus
/// one.</summary>
internal static partial class EdgeListReader
{
    /// <summary>A static undirected schedule with Metropolis weights; agents a0, a1, … on 127.0.0.1.</summary>
    /// <exception cref="TopologyException">The file cannot be read or is no valid network; one line says where and
    /// why.</exception>
    public static TopologySchedule Load(string path, int basePort = AgentAddress.DefaultBasePort)
    {
        var lines = File.ReadAllText(path).Split('\n');
        var links = new List<Link>();
        var seen = new Dictionary<Link, int>();
        var agentCount = 0;
        foreach (var (index, line) in lines.Index())
        {
            if (line.StartsWith('#'))
                agentCount = Math.Max(agentCount, DeclaredCount(line));
            if (line.StartsWith('#') || string.IsNullOrWhiteSpace(line))
                continue;
            var link = ReadLink(line) ?? throw Problem(path, index,
                "a line holds two different agent numbers from 0 on, such as \"0 3\".");
            if (!seen.TryAdd(link, index))
                throw Problem(path, index,
                    $"the link {link.From} {link.To} stands already in line {seen[link] + 1}; keep one.");
            links.Add(link);
            agentCount = Math.Max(agentCount, link.To + 1);
        }
        return Make(path, agentCount, links, basePort);
    }

    private static TopologySchedule Make(string path, int agentCount, List<Link> links, int basePort)
    {
        if (agentCount > TopologySchedule.LargestAgentCount)
            throw new TopologyException(path, null, null,
                $"{agentCount} agents; a network has at most {TopologySchedule.LargestAgentCount}.");
        try
        {
            var agents = AgentAddress.Loopback(agentCount, basePort);
            return TopologySchedule.Periodic(Path.GetFileNameWithoutExtension(path), agents, [links]);
        }
        catch (TopologyException error)
        {
            throw new TopologyException(path, null, error.Element, error.Problem);
        }
    }

    private static Link? ReadLink(string line)
    {
        var parts = line.Split([' ', '\t', '\r', ','], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && Number(parts[0]) is { } from && Number(parts[1]) is { } to && from != to
            ? new Link(from, to).Normalized(directed: false) : null;
    }

    private static int? Number(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < int.MaxValue ? number : null;

    private static int DeclaredCount(string comment)
        => Number(NodesPattern().Match(comment).Groups["count"].Value) ?? 0;

    private static TopologyException Problem(string path, int index, string problem)
        => new(path, index + 1, null, problem);

    [GeneratedRegex(@"\b(nodes|agents)\s+(?<count>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NodesPattern();
}
