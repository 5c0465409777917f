using System.Collections.Frozen;
using System.Collections.Immutable;
using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies;

/// <summary>Round → links with mixing weights, the same for all agents of a run. Immutable; any thread may read
/// it.</summary>
public sealed partial class TopologySchedule
{
    /// <summary>The most agents of one schedule.</summary>
    public const int LargestAgentCount = 10_000;

    /// <summary>The most links of one round, and of a whole file.</summary>
    public const int LargestLinkCount = 1_000_000;

    private readonly FrozenDictionary<string, int> _indices;
    private readonly IMixingRule _rule;
    private readonly ILinkSchedule _links;
    private readonly TopologyCache _topologies;
    private readonly Lazy<ImmutableArray<int>[]> _everNeighbours;
    private readonly Lazy<string> _fingerprint;

    internal TopologySchedule(
        string name, IReadOnlyList<AgentAddress> agents, bool directed, IMixingRule rule, ILinkSchedule links,
        AgentGrid? grid = null)
    {
        (Name, Agents, Directed, _links, Grid) = (name, [.. agents], directed, links, grid);
        _rule = grid is null || rule is GridWeights ? rule : new GridWeights(rule, grid);
        rule = _rule;
        _indices = agents.Index().ToFrozenDictionary(agent => agent.Item.Id, agent => agent.Index);
        _topologies = new TopologyCache(
            links, index => new Topology(agents.Count, directed, links.LinksOf(index), rule));
        _everNeighbours = new Lazy<ImmutableArray<int>[]>(FindEverNeighbours);
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <summary>What its author calls it; counts for nothing.</summary>
    public string Name { get; }

    /// <summary>All agents; an agent's index is its position here.</summary>
    public IReadOnlyList<AgentAddress> Agents { get; }

    /// <summary>Whether the addresses are the agents' own; files of other programs give none, and then they are
    /// ports of this machine, for simulations only.</summary>
    public bool HasAddresses { get; private init; } = true;

    /// <summary>What was changed or left out when a file of another program was read, one sentence each.</summary>
    public IReadOnlyList<string> Notices { get; private init; } = [];

    /// <summary>Whether links go one way, which needs push-sum.</summary>
    public bool Directed { get; }

    /// <summary>The mixing rule by its name in files: metropolis, maximumDegree, laplacian, explicit or push.</summary>
    public string Weights => _rule.Name;

    /// <summary>Who holds which module for which data group, or null where every agent holds the whole model.</summary>
    public AgentGrid? Grid { get; }

    /// <summary>After how many rounds the links repeat (1 when static), or null when they never do.</summary>
    public int? Period => _links.Period;

    /// <summary>SHA-256 (hexadecimal, lower case) of what must be equal at all agents: ids and their order,
    /// directedness, weights and schedule. Name and addresses are left out, since an agent behind a NAT is seen at
    /// different addresses.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The rounds that reports judge the schedule by: one period, what lasts at the end, or a sample of drawn
    /// rounds.</summary>
    internal (int Start, int Count) Window => _links.Window;

    /// <summary>Whether every round draws its own links.</summary>
    internal bool DrawsEveryRound => _links.TopologyCount is null;

    /// <summary>How many different topologies there are, or null when every round draws its own.</summary>
    internal int? TopologyCount => _links.TopologyCount;

    /// <summary>The links that come again and again.</summary>
    internal ImmutableArray<Link> LastingLinks => _links.LastingLinks();

    /// <summary>The index of an agent, or −1 when there is none of this id.</summary>
    public int IndexOf(string id) => _indices.GetValueOrDefault(id, -1);

    /// <summary>The links of a round (0-based), ascending; undirected ones with the lower index first.</summary>
    public IReadOnlyList<Link> LinksAt(int round) => TopologyAt(round).Links;

    /// <summary>An agent's neighbours in a round (0-based). Takes no memory when the round's links are known already:
    /// always for fixed schedules, and for the last 64 rounds asked for when links are drawn every round.</summary>
    public Neighbourhood At(int round, int agentIndex) => TopologyAt(round)[agentIndex];

    /// <summary>Where the agents are in a round (0-based) when they move in the unit square; null when they stand
    /// still.</summary>
    public IReadOnlyList<AgentPosition>? PositionsAt(int round) => _links.PositionsAt(round);

    /// <summary>All agents that a given one ever has a link with, in either direction, ascending.</summary>
    public IReadOnlyList<int> EverNeighbours(int agentIndex) => _everNeighbours.Value[agentIndex];

    /// <summary>The mixing matrix of a round; row i is used by agent i.</summary>
    public double[,] MixingMatrix(int round) => TopologyAt(round).MixingMatrix();

    /// <summary>The same schedule with other addresses: the same ids in the same order.</summary>
    public TopologySchedule WithAddresses(IReadOnlyList<AgentAddress> agents)
    {
        if (!agents.Select(agent => agent.Id).SequenceEqual(Agents.Select(agent => agent.Id), StringComparer.Ordinal))
        {
            throw new TopologyException("Other addresses need the same agents in the same order.");
        }

        return new TopologySchedule(Name, agents, Directed, _rule, _links, Grid) { Notices = Notices };
    }

    /// <summary>The same schedule as it came from files of other programs.</summary>
    internal TopologySchedule Imported(bool hasAddresses, IReadOnlyList<string> notices) =>
        new(Name, Agents, Directed, _rule, _links, Grid) { HasAddresses = hasAddresses, Notices = notices };

    /// <summary>How many links lie between an agent and every other, over all links of the schedule, either
    /// way.</summary>
    public int[] DistancesFrom(int agentIndex)
    {
        const int Unreached = -1;
        var distances = new int[Agents.Count];
        Array.Fill(distances, Unreached);
        distances[agentIndex] = 0;
        var queue = new Queue<int>([agentIndex]);
        while (queue.TryDequeue(out var near))
        {
            foreach (var far in EverNeighbours(near).Where(far => distances[far] == Unreached))
            {
                distances[far] = distances[near] + 1;
                queue.Enqueue(far);
            }
        }

        return distances;
    }

    /// <summary>Links between an agent and the one farthest from it.</summary>
    internal int DistanceToFarthest(int agentIndex) => DistancesFrom(agentIndex).Max();

    internal Topology TopologyAt(int round)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(round);
        return _topologies[_links.TopologyIndexAt(round)];
    }

    internal Topology TopologyOf(int topologyIndex) => _topologies[topologyIndex];

    private ImmutableArray<int>[] FindEverNeighbours()
    {
        var sets = Agents.Select(_ => new SortedSet<int>()).ToArray();
        foreach (var link in _links.EverLinks())
        {
            sets[link.From].Add(link.To);
            sets[link.To].Add(link.From);
        }

        return [.. sets.Select(set => set.ToImmutableArray())];
    }
}
