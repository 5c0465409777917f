using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Topologies;

/// <content>What the mixing matrices are like, for algorithms that need more than that they mix.</content>
public sealed partial class TopologySchedule
{
    private const double Exact = 1e-9;

    /// <summary>Whether one period of mixing, from its first round on, gives every agent the mean of all but for
    /// rounding: seen from what becomes of one random vector, which no other product of mixing matrices
    /// levels.</summary>
    public bool AveragesExactly
    {
        get
        {
            if (Period is not { } period)
            {
                return false;
            }

            var chance = new SeededChance(seed: 1, draw: 0);
            var values = new double[Agents.Count];
            foreach (ref var value in values.AsSpan())
            {
                value = chance.NextDouble();
            }

            var mean = values.Average();
            for (var round = 0; round < period; round++)
            {
                values = Mixed(round, values);
            }

            return values.All(value => Math.Abs(value - mean) <= Exact);
        }
    }

    /// <summary>The smallest eigenvalue of the mixing matrix of a static, undirected schedule; with more than 512
    /// agents a lower bound of it, 2 min c_ii − 1 (Gershgorin).</summary>
    /// <exception cref="InvalidOperationException">The schedule is directed or has several mixing
    /// matrices.</exception>
    public double SmallestEigenvalue()
    {
        if (Directed || Period != 1)
        {
            throw new InvalidOperationException("Only a static, undirected schedule has one symmetric mixing matrix.");
        }

        var count = Agents.Count;
        return count <= Spectrum.LargestAgentCount
            ? Spectrum.SmallestEigenvalue(Spectrum.Product(this, start: 0, count: 1))
            : (2 * Enumerable.Range(0, count).Min(agent => At(0, agent).SelfWeight)) - 1;
    }

    private double[] Mixed(int round, double[] values) => [.. values.Select((value, agent) =>
    {
        var row = At(round, agent);
        var sum = row.SelfWeight * value;
        foreach (var neighbour in row.InNeighbours)
        {
            sum += neighbour.Weight * values[neighbour.AgentIndex];
        }

        return sum;
    })];
}
