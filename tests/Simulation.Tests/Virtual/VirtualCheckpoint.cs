using Murmuration.Agent.Algorithms;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What an agent has on its disk.</summary>
/// <param name="Done">Rounds done.</param>
/// <param name="State">The algorithm's state, in memory of its own.</param>
/// <param name="Links">The exchange's state, null when it is not exact.</param>
internal sealed record VirtualCheckpoint(int Done, AlgorithmState State, ReadOnlyMemory<byte>? Links)
{
    public static VirtualCheckpoint Of(int done, IAlgorithm algorithm, ReadOnlyMemory<byte>? links)
    {
        var (views, copy) = (new AlgorithmState(), new AlgorithmState());
        algorithm.Save(views);
        foreach (var (name, vector) in views.Vectors)
        {
            copy.Set(name, vector.ToArray());
        }

        foreach (var (name, number) in views.Numbers)
        {
            copy.Set(name, number);
        }

        return new(done, copy, links);
    }
}
