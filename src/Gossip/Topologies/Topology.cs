using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Murmuration.Gossip.Mixing;

namespace Murmuration.Gossip.Topologies;

/// <summary>The links of one round with their mixing weights: every agent's neighbourhood, made once.</summary>
internal sealed class Topology
{
    private readonly Neighbourhood[] _neighbourhoods;
    private readonly Degrees _mixing;

    public Topology(int agentCount, bool directed, ImmutableArray<Link> links, IMixingRule rule)
    {
        Links = links;
        Degrees = new Degrees(agentCount, directed, links);
        _mixing = links.All(rule.Mixes) ? Degrees : new Degrees(agentCount, directed, [.. links.Where(rule.Mixes)]);
        _neighbourhoods = directed ? Directed(rule) : Undirected(rule);
    }

    /// <summary>Ascending; undirected links with the lower index first.</summary>
    public ImmutableArray<Link> Links { get; }

    public Degrees Degrees { get; }

    public Neighbourhood this[int agentIndex] => _neighbourhoods[agentIndex];

    /// <summary>The mixing matrix; row i is used by agent i.</summary>
    public double[,] MixingMatrix()
    {
        var matrix = new double[_neighbourhoods.Length, _neighbourhoods.Length];
        foreach (var row in _neighbourhoods)
        {
            matrix[row.AgentIndex, row.AgentIndex] = row.SelfWeight;
            foreach (var neighbour in row.InNeighbours)
            {
                matrix[row.AgentIndex, neighbour.AgentIndex] = neighbour.Weight;
            }
        }

        return matrix;
    }

    /// <summary>c_ij = c_ji, and c_ii is what is missing to 1 in row i, hence in column i too.</summary>
    private Neighbourhood[] Undirected(IMixingRule rule)
    {
        var incoming = Slots(Degrees.Incoming);
        var filled = new int[incoming.Length];
        foreach (var link in Links)
        {
            var weight = rule.WeightOf(link, _mixing);
            incoming[link.From][filled[link.From]++] = new Neighbour(link.To, weight);
            incoming[link.To][filled[link.To]++] = new Neighbour(link.From, weight);
        }

        return [.. incoming.Select((row, i) =>
        {
            Array.Sort(row, static (a, b) => a.AgentIndex.CompareTo(b.AgentIndex));
            return Neighbourhood(i, 1 - row.Sum(one => one.Weight), row, [.. row.Select(one => one.AgentIndex)]);
        })];
    }

    /// <summary>a_jj is what is missing to 1 in column j, which belongs to the sender j.</summary>
    private Neighbourhood[] Directed(IMixingRule rule)
    {
        var incoming = Slots(Degrees.Incoming);
        var outgoing = Degrees.Outgoing.Select(_ => new List<int>()).ToArray();
        var filled = new int[incoming.Length];
        var sent = new double[incoming.Length];
        foreach (var link in Links)
        {
            var weight = rule.WeightOf(link, _mixing);
            incoming[link.To][filled[link.To]++] = new Neighbour(link.From, weight);
            outgoing[link.From].Add(link.To);
            sent[link.From] += weight;
        }

        return [.. incoming.Select((row, i) => Neighbourhood(i, 1 - sent[i], row, [.. outgoing[i]]))];
    }

    private static Neighbour[][] Slots(IReadOnlyList<int> counts) => [.. counts.Select(count => new Neighbour[count])];

    private static Neighbourhood Neighbourhood(
        int agentIndex, double selfWeight, Neighbour[] incoming, int[] outgoing) =>
        new(agentIndex, selfWeight, ImmutableCollectionsMarshal.AsImmutableArray(incoming),
            ImmutableCollectionsMarshal.AsImmutableArray(outgoing));
}
