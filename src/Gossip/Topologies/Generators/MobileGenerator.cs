using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Agents that move in the unit square, linked while they are within radio range of each other (the random
/// plane network of E. Gilbert, J. Soc. Indust. Appl. Math. 9(4), 1961). They begin anywhere and go straight on in a
/// direction of their own, mirrored at the borders: the random direction model with reflection (P. Nain, D. Towsley, B.
/// Liu, Z. Liu, "Properties of random direction models", INFOCOM 2005) without turns, which keeps them spread evenly
/// over the square for ever.</summary>
/// <remarks>Where they are in a round follows from seed and round by additions, products and square roots alone, which
/// come out the same on every machine; sines and cosines would not.</remarks>
/// <param name="range">How far two linked agents are apart at most, in sides of the square.</param>
/// <param name="speed">How far an agent goes in a round, in sides of the square.</param>
internal sealed class MobileGenerator(double range, double speed) : ITopologyGenerator
{
    public bool IsRandom => true;

    public bool DrawsEveryRound => true;

    /// <summary>The links where agents begin.</summary>
    public ImmutableArray<Link> Draw(int agentCount, bool directed, SeededChance chance = default) =>
        Near(Places(agentCount, chance, round: 0), directed);

    public ImmutableArray<Link> DrawRound(int agentCount, bool directed, int seed, int round) =>
        Near(Places(agentCount, new SeededChance(seed, draw: 0), round), directed);

    public IReadOnlyList<AgentPosition>? PositionsAt(int agentCount, int seed, int round) =>
        Places(agentCount, new SeededChance(seed, draw: 0), round);

    private AgentPosition[] Places(int agentCount, SeededChance chance, int round)
    {
        var places = new AgentPosition[agentCount];
        foreach (ref var place in places.AsSpan())
        {
            var (x, y) = (chance.NextDouble(), chance.NextDouble());
            var (alongX, alongY) = Direction(ref chance);
            place = new(Mirrored(x + (alongX * speed * round)), Mirrored(y + (alongY * speed * round)));
        }

        return places;
    }

    /// <summary>Any direction is as likely as any other: that of a random point in a circle (J. von Neumann,
    /// 1951).</summary>
    private static (double X, double Y) Direction(ref SeededChance chance)
    {
        while (true)
        {
            var (x, y) = ((2 * chance.NextDouble()) - 1, (2 * chance.NextDouble()) - 1);
            var length = Math.Sqrt((x * x) + (y * y));
            if (length is > 0.01 and <= 1)
            {
                return (x / length, y / length);
            }
        }
    }

    /// <summary>A place on an endless line, folded into 0 … 1.</summary>
    private static double Mirrored(double place)
    {
        var folded = place - (2 * Math.Floor(place / 2));
        return folded <= 1 ? folded : 2 - folded;
    }

    private ImmutableArray<Link> Near(AgentPosition[] places, bool directed)
    {
        var pairs = CompleteGenerator.Pairs(places.Length).Where(pair =>
        {
            var (x, y) = (places[pair.To].X - places[pair.From].X, places[pair.To].Y - places[pair.From].Y);
            return (x * x) + (y * y) <= range * range;
        });
        return LinkLists.BothWays(pairs, directed);
    }
}
