using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Puts plain networks together to a schedule, each for one round or more: agents of the same id are the same
/// agent.</summary>
internal sealed class NetworkComposer(ImportOptions options)
{
    private const double SmallestSelfWeight = 1e-9;

    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly List<AgentAddress> _agents = [];
    private readonly List<string> _notices = [];
    private bool _hasAddresses = true;

    private string? _name;
    private bool? _directed;
    private int _linkCount;

    /// <summary>The schedule. Errors say nothing about a file.</summary>
    /// <exception cref="TopologyException">The networks make no valid schedule.</exception>
    public TopologySchedule Compose(IEnumerable<PlainNetwork> networks)
    {
        var rounds = networks.Select(Add).ToList();
        if (_agents.Count == 0 || _directed is not { } directed)
        {
            throw new TopologyException("the file names no agents.");
        }

        if (options.LargestGroup)
        {
            rounds = KeepLargestGroup(rounds, directed);
        }

        rounds = Weigh(rounds, directed);
        var schedule = TopologySchedule.Lasting(
            options.Name ?? _name ?? "network", Listening(), rounds, options.RoundsEach, directed);
        return schedule.Imported(_hasAddresses, [.. _notices]);
    }

    /// <summary>The network's links by the indices of the schedule.</summary>
    private List<Link> Add(PlainNetwork network)
    {
        if ((_directed ??= network.Directed) != network.Directed)
        {
            throw new TopologyException("the links of some files go one way, those of others both; choose --directed "
                + "or --undirected for all.");
        }

        if ((_linkCount += network.Links.Count) > TopologySchedule.LargestLinkCount)
        {
            throw new TopologyException(
                $"the files have more than {TopologySchedule.LargestLinkCount:N0} links together; take fewer rounds.");
        }

        _name ??= network.Name;
        var labels = network.Agents.Select(agent => agent.Label).ToList();
        var ids = AgentIds.Of(labels);
        var places = network.Agents.Zip(ids, Place).ToArray();
        _notices.AddRange(network.Notices.Concat(Renamed(labels, ids)).Except(_notices, StringComparer.Ordinal));

        return [.. network.Links.Select(link => new Link(places[link.From], places[link.To], link.Weight))];
    }

    private int Place(PlainAgent agent, string id)
    {
        if (_indices.TryGetValue(id, out var known))
        {
            return known;
        }

        _hasAddresses &= agent.Address is not null;
        var (host, port) = agent.Address is { } given ? (given.Host, given.Port) : ("127.0.0.1", 0);
        _agents.Add(new AgentAddress(id, host, port) { Position = agent.Position });
        _indices.Add(id, _agents.Count - 1);
        return _agents.Count - 1;
    }

    private static IEnumerable<string> Renamed(List<string> labels, IReadOnlyList<string> ids)
    {
        var renamed = labels.Zip(ids).Where(pair => pair.First != pair.Second).ToList();
        if (renamed.Count > 0)
        {
            var (label, id) = renamed[0];
            yield return $"{renamed.Count} of {ids.Count} agents got ids of their own, as labels stand twice or have "
                + $"letters that ids do not allow: \"{label}\" is {id}"
                + (renamed.Count > 1 ? $", \"{renamed[^1].First}\" is {renamed[^1].Second}" : "");
        }
    }

    private List<List<Link>> KeepLargestGroup(List<List<Link>> rounds, bool directed)
    {
        var largest = AgentGroups.Of(_agents.Count, directed, [.. rounds.SelectMany(links => links)])[0];
        if (largest.Length == _agents.Count)
        {
            return rounds;
        }

        _notices.Add($"the largest group: {largest.Length} of {_agents.Count} agents");
        var places = largest.Index().ToDictionary(agent => agent.Item, agent => agent.Index);
        var kept = largest.Select(agent => _agents[agent]).ToList();
        _agents.Clear();
        _agents.AddRange(kept);
        return [.. rounds.Select(links => links
            .Where(link => places.ContainsKey(link.From) && places.ContainsKey(link.To))
            .Select(link => new Link(places[link.From], places[link.To], link.Weight))
            .ToList())];
    }

    /// <summary>Keeps the numbers at the links when they are mixing weights.</summary>
    private List<List<Link>> Weigh(List<List<Link>> rounds, bool directed)
    {
        var numbers = rounds.SelectMany(links => links).Select(link => link.Weight).ToList();
        var areWeights = options.Numbers switch
        {
            LinkNumbers.Auto => numbers.TrueForAll(number => number is > 0 and < 1)
                && rounds.TrueForAll(links => LeavesSomething(links, directed)),
            var given => given == LinkNumbers.Mixing,
        };
        if (options.Numbers == LinkNumbers.Auto && numbers.Exists(number => number is not (null or 1)))
        {
            _notices.Add(areWeights
                ? "the numbers at the links are taken for mixing weights"
                : "the numbers at the links are no mixing weights and are left out");
        }

        return areWeights ? rounds : rounds.ConvertAll(links => links.ConvertAll(link => new Link(link.From, link.To)));
    }

    private bool LeavesSomething(List<Link> links, bool directed)
    {
        var given = new double[_agents.Count];
        foreach (var link in links)
        {
            given[link.From] += link.Weight!.Value;
            given[link.To] += directed ? 0 : link.Weight.Value;
        }

        return given.All(sum => 1 - sum >= SmallestSelfWeight);
    }

    /// <summary>Agents without an address get ports on this machine.</summary>
    private List<AgentAddress> Listening() => [.. _agents.Select((agent, index) =>
        agent.Port == 0 ? agent with { Port = AgentAddress.DefaultBasePort + index } : agent)];
}
