using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>One algorithm at one agent: its state, and what it does in a round. One file each.</summary>
/// <remarks>The first Q floats of every algorithm's message are its estimate of the weights, so that an agent that has
/// none can start from a neighbour's message.</remarks>
internal interface IAlgorithm
{
    /// <summary>The agent's present weights w_i.</summary>
    DeviceVector Weights { get; }

    /// <summary>What the last round looked like from this agent.</summary>
    RoundOutcome Outcome { get; }

    /// <summary>Takes weights to start from and computes what the given round, the first to be done, needs.</summary>
    void Start(ReadOnlySpan<float> weights, int round);

    /// <summary>
    /// Begins a tracking epoch at the present weights, y_i = ∇g_i(w_i) and φ_i = 1; nothing where nothing is tracked.
    /// </summary>
    void Restart();

    /// <summary>Puts into a state all that the next round needs, as views that are valid until then.</summary>
    void Save(AlgorithmState state);

    /// <summary>Takes a saved state up again, so that the given round gives the bits it would have given.</summary>
    /// <exception cref="InvalidDataException">The state is that of another algorithm or model.</exception>
    void Load(AlgorithmState state, int round);

    /// <summary>Does round n with the neighbours that the topology schedule gives.</summary>
    ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation);
}
