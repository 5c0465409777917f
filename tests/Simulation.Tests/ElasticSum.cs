using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Algorithms.Elastic;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// Σ x^i + Σ x̃ over the checkpoints of all agents, in double precision. An answer that has come and waits for the next
/// round of its worker is counted as taken: α (s − x̃) off what was sent.
/// </summary>
internal static class ElasticSum
{
    /// <summary>Whether every request has its answer.</summary>
    public static bool IsQuiet(IEnumerable<AlgorithmState> states) => states.All(
        state => state.Number("RequestHost") < 0 || state.Number("RequestAnswered") > 0);

    public static double[] Of(IReadOnlyList<AlgorithmState> states, ElasticTree tree)
    {
        var sum = new double[states[0].Vectors["Position"].Length];
        foreach (var (agent, state) in states.Index())
        {
            Add(1, state.Vectors["Position"], sum);
            if (tree.IsHost(agent))
            {
                Add(1, state.Vectors["Centre"], sum);
            }

            if (state.Number("RequestHost") >= 0)
            {
                var rate = state.Number("RequestRate");
                Add(-rate, state.Vectors["Sent"], sum);
                Add(rate, state.Vectors["Answer"], sum);
            }
        }

        return sum;
    }

    private static void Add(double factor, ReadOnlyMemory<float> vector, double[] sum)
    {
        for (var k = 0; k < sum.Length; k++)
        {
            sum[k] += factor * vector.Span[k];
        }
    }
}
