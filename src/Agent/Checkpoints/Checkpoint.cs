using Murmuration.Agent.Algorithms;

namespace Murmuration.Agent.Checkpoints;

/// <summary>One agent's state after a round: all that it needs to go on.</summary>
internal sealed record Checkpoint
{
    /// <summary>Rounds done; the next one has this number.</summary>
    public required int Rounds { get; init; }

    /// <summary>The agent's life that wrote it, in milliseconds since 1970 at its beginning.</summary>
    public required long Incarnation { get; init; }

    /// <summary>Whether the agent left in order with it and nothing has happened since, so that nothing is
    /// lost.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The algorithm's vectors and numbers.</summary>
    public required AlgorithmState State { get; init; }

    /// <summary>The whole network's statistics of the training data, as in the census.</summary>
    public required ReadOnlyMemory<byte> Statistics { get; init; }

    /// <summary>What the exchange asked to keep: open links and their last messages.</summary>
    public ReadOnlyMemory<byte> Exchange { get; init; }

    /// <summary>Remarks for people, such as the cost; no program reads them.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>The file it was read from, or empty.</summary>
    public string Path { get; init; } = "";

    /// <summary>Gives the state to an algorithm, which goes on with the next round.</summary>
    /// <exception cref="CheckpointException">The state is that of another algorithm or model.</exception>
    public void Restore(IAlgorithm algorithm)
    {
        try
        {
            algorithm.Load(State, Rounds);
        }
        catch (InvalidDataException e)
        {
            throw new CheckpointException($"{Path}: {e.Message}", e);
        }
    }
}
