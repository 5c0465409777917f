using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Protocol;

/// <summary>Content of Hello and Welcome: who talks to whom, about what, and what has been received.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Topology">Fingerprint of the topology schedule.</param>
/// <param name="Model">Fingerprint of the model.</param>
/// <param name="From">Id of the agent that sends the frame.</param>
/// <param name="To">Id of the agent it is meant for.</param>
/// <param name="Link">What the sender of the frame knows of the link between the two.</param>
/// <param name="VectorLength">Floats in every round message.</param>
/// <param name="ScalarCount">Float64 values in every round message.</param>
/// <param name="Letters">How long letters may be, and how many may wait.</param>
internal sealed record Handshake(
    string Run,
    string Topology,
    string Model,
    string From,
    string To,
    LinkGreeting Link,
    int VectorLength,
    int ScalarCount,
    LetterLimits Letters = default);
