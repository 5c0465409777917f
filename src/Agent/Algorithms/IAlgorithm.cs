using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>One algorithm at one agent: its state, and what it does in a round. One file each.</summary>
internal interface IAlgorithm
{
    /// <summary>The agent's present weights w_i.</summary>
    DeviceVector Weights { get; }

    /// <summary>What the last round looked like from this agent.</summary>
    RoundOutcome Outcome { get; }

    /// <summary>Takes the initial weights and computes what round 0 starts from.</summary>
    void Start(ReadOnlySpan<float> weights);

    /// <summary>Does round n with the neighbours that the topology schedule gives.</summary>
    ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation);
}
