using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Collects what a reader finds in a file, within the limits of a network, and makes a plain network of it:
/// links to the agent itself are left out and links that stand twice are merged, both with a notice.</summary>
/// <param name="sourceName">The file, for errors.</param>
internal sealed class NetworkBuilder(string sourceName)
{
    /// <summary>Undirected links often stand in a file both ways.</summary>
    private const int MostLinks = 2 * TopologySchedule.LargestLinkCount;

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<PlainAgent> _agents = [];
    private readonly List<Link> _links = [];
    private readonly List<bool> _oneWay = [];
    private int _linksToThemselves;
    private int[]? _order;

    /// <summary>What the file calls the network.</summary>
    public string? Name { get; set; }

    /// <summary>Whether links go one way unless they say otherwise.</summary>
    public bool Directed { get; set; }

    /// <summary>How many agents there are so far.</summary>
    public int AgentCount => _agents.Count;

    /// <summary>An agent by its key in the file; a new one when there is none.</summary>
    public int Agent(string key, int? line) =>
        _indices.TryGetValue(key, out var index) ? index : Declare(key, new PlainAgent(key), line);

    /// <summary>An agent by its key in the file, or null when there is none.</summary>
    public int? Find(string key) => _indices.TryGetValue(key, out var index) ? index : null;

    /// <summary>A new agent.</summary>
    /// <exception cref="TopologyException">There is one of this key already, or there are too many.</exception>
    public int Declare(string key, PlainAgent agent, int? line)
    {
        if (_agents.Count == TopologySchedule.LargestAgentCount)
        {
            throw Problem(line, $"more than {TopologySchedule.LargestAgentCount:N0} agents; a network has at most "
                + "as many. Take a part of it.");
        }

        if (!_indices.TryAdd(key, _agents.Count))
        {
            throw Problem(line, $"\"{key}\" stands here for the second time; keep one.");
        }

        _agents.Add(agent);
        return _agents.Count - 1;
    }

    /// <summary>Says more about an agent.</summary>
    public void Describe(int agentIndex, PlainAgent agent) => _agents[agentIndex] = agent;

    /// <summary>What is known of an agent.</summary>
    public PlainAgent this[int agentIndex] => _agents[agentIndex];

    /// <summary>A link, one-way when the network is directed or when it says so itself.</summary>
    public void Link(int from, int to, double? weight, int? line, bool? oneWay = null)
    {
        if (_links.Count == MostLinks)
        {
            throw Problem(line, $"a network has at most {TopologySchedule.LargestLinkCount:N0} links.");
        }

        if (from == to)
        {
            _linksToThemselves++;
            return;
        }

        _links.Add(new Link(from, to, weight));
        _oneWay.Add(oneWay ?? Directed);
    }

    /// <summary>Agents whose keys are all numbers come in their order, whatever the order in the file; when there are
    /// to be as many as <paramref name="count"/>, those that have no link are there too.</summary>
    public void OrderNumbers(int? count, int? line)
    {
        var numbers = _indices.Keys.Select(NumberText.Count).ToArray();
        if (numbers.Any(number => number is null))
        {
            if (count is not null && count != _agents.Count)
            {
                throw Problem(line, $"{count} agents are announced, and {_agents.Count} are named; make them equal.");
            }

            return;
        }

        if (count is { } announced)
        {
            Complete(announced, numbers, line);
        }

        _order = [.. Enumerable.Range(0, _agents.Count).OrderBy(index => NumberText.Count(_agents[index].Label))];
    }

    /// <summary>The network.</summary>
    /// <param name="directed">Whether all links go one way, or all both; null leaves it to the file.</param>
    public PlainNetwork Build(bool? directed)
    {
        var goOneWay = directed ?? _oneWay.Contains(item: true);
        var places = new int[_agents.Count];
        foreach (var (place, index) in (_order ?? [.. Enumerable.Range(0, _agents.Count)]).Index())
        {
            places[index] = place;
        }

        var given = _links.Select(link => new Link(places[link.From], places[link.To], link.Weight)).ToList();
        var areMixed = goOneWay && directed is null;
        var all = areMixed ? given.Zip(_oneWay, Directions).SelectMany(links => links).ToList() : given;
        var links = LinkLists.Canonical(all, goOneWay);
        var merged = all.Count - links.Length;
        if (links.Length > TopologySchedule.LargestLinkCount)
        {
            throw Problem(null, $"{links.Length:N0} links; at most {TopologySchedule.LargestLinkCount:N0} can be.");
        }

        return new PlainNetwork
        {
            Name = Name,
            Directed = goOneWay,
            Agents = [.. _agents.Index().OrderBy(agent => places[agent.Index]).Select(agent => agent.Item)],
            Links = links,
            Notices = [.. Notices(merged)],
        };
    }

    /// <summary>An error in the file.</summary>
    public TopologyException Problem(int? line, string problem) => new(sourceName, line, null, problem);

    private static Link[] Directions(Link link, bool isOneWay) =>
        isOneWay ? [link] : [link, new Link(link.To, link.From, link.Weight)];

    /// <summary>Numbers count from 0, or from 1 when that fits better.</summary>
    private void Complete(int count, int?[] numbers, int? line)
    {
        if (count == numbers.Length)
        {
            return;
        }

        if (count > TopologySchedule.LargestAgentCount)
        {
            throw Problem(line, $"{count:N0} agents; a network has at most {TopologySchedule.LargestAgentCount:N0}.");
        }

        var first = numbers.Contains(count) && !numbers.Contains(0) ? 1 : 0;
        if (numbers.Max() is { } highest && highest >= first + count)
        {
            throw Problem(line, $"{count} agents are announced, and a link names agent {highest}; make them fit.");
        }

        for (var number = first; number < first + count; number++)
        {
            Agent($"{number}", line);
        }
    }

    private IEnumerable<string> Notices(int merged)
    {
        if (_linksToThemselves > 0)
        {
            yield return $"{Links(_linksToThemselves)} of an agent to itself left out";
        }

        if (merged > 0)
        {
            yield return $"{Links(merged)} between agents that have one already merged with it";
        }
    }

    private static string Links(int count) => count == 1 ? "1 link" : $"{count:N0} links";
}
