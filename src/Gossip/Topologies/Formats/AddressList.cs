using System.Text.RegularExpressions;
using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Gives agents the addresses where they listen.</summary>
public static partial class AddressList
{
    private const int Patience = 1000;
    private const int LargestOffset = 1_000_000;

    /// <summary>By a file with a line for every agent: its id and <c>host:port</c>, with a comma or blanks
    /// between.</summary>
    /// <exception cref="TopologyException">A line is wrong, or an agent has none.</exception>
    public static TopologySchedule FromFile(TopologySchedule schedule, string path)
    {
        var source = FormatSource.Load(path);
        var addresses = new Dictionary<string, (string Host, int Port)>(StringComparer.Ordinal);
        using var lines = new StringReader(source.Text);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split([',', ' ', '\t', ';'], StringSplitOptions.RemoveEmptyEntries);
            var (id, address) = ReadLine(schedule, fields, path, number);
            if (!addresses.TryAdd(id, address))
            {
                throw new TopologyException(path, number, null, $"\"{id}\" stands here for the second time; keep one.");
            }
        }

        var without = schedule.Agents.Where(agent => !addresses.ContainsKey(agent.Id)).ToList();
        return without.Count == 0
            ? With(schedule, path, agent => addresses[agent.Id])
            : throw new TopologyException(path, null, null, $"no line for \"{without[0].Id}\""
                + (without.Count > 1 ? $" and {without.Count - 1} more" : "")
                + "; a line is an id and host:port, such as \"a0,192.168.1.10:7700\".");
    }

    /// <summary>By a pattern for <c>host:port</c> with <c>{id}</c>, <c>{index}</c> (0-based) or <c>{index+10}</c> in
    /// it.</summary>
    /// <exception cref="TopologyException">What it makes is no address, or the same for two agents.</exception>
    public static TopologySchedule FromPattern(TopologySchedule schedule, string pattern) =>
        With(schedule, pattern, agent => Parse(pattern, null, PlacePattern().Replace(
            pattern,
            match => match.Value == "{id}" ? agent.Id : $"{schedule.IndexOf(agent.Id) + Offset(match, pattern)}")));

    private static int Offset(Match match, string pattern) => match.Groups["offset"] switch
    {
        { Success: false } => 0,
        var offset => NumberText.Count(offset.Value) is { } number and <= LargestOffset
            ? number
            : throw new TopologyException(pattern, null, null, $"{match.Value} is too large."),
    };

    private static (string Id, (string Host, int Port) Address) ReadLine(
        TopologySchedule schedule, string[] fields, string path, int line)
    {
        if (fields is not [var id, var address])
        {
            throw new TopologyException(
                path, line, null, "a line is an id and host:port, such as \"a0,192.168.1.10:7700\".");
        }

        var ids = schedule.Agents.Select(agent => agent.Id).ToList();
        return schedule.IndexOf(id) >= 0 ? (id, Parse(path, line, address)) : throw new TopologyException(
            path, line, null, $"the network has no agent \"{id}\"; {NearestName.Hint(id, ids)}");
    }

    private static (string Host, int Port) Parse(string place, int? line, string address)
    {
        try
        {
            return HostAndPort.Parse(address);
        }
        catch (TopologyException error)
        {
            throw new TopologyException(place, line, null, error.Problem);
        }
    }

    private static TopologySchedule With(
        TopologySchedule schedule, string place, Func<AgentAddress, (string Host, int Port)> addressOf)
    {
        var first = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var agents = new List<AgentAddress>();
        foreach (var agent in schedule.Agents)
        {
            var (host, port) = addressOf(agent);
            agents.Add(agent with { Host = host, Port = port });
            if (!first.TryAdd(agents[^1].Address, agent.Id))
            {
                throw new TopologyException(place, null, null, $"gives \"{first[agents[^1].Address]}\" and "
                    + $"\"{agent.Id}\" the same address {agents[^1].Address}; every agent needs its own.");
            }
        }

        return schedule.WithAddresses(agents);
    }

    [GeneratedRegex(@"\{(id|index(\+(?<offset>\d+))?)\}", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex PlacePattern();
}
