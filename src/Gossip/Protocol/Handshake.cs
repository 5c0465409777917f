namespace Murmuration.Gossip.Protocol;

/// <summary>Content of Hello and Welcome: who talks to whom, about what, and what has been received.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Topology">Fingerprint of the topology schedule.</param>
/// <param name="Model">Fingerprint of the model.</param>
/// <param name="From">Id of the agent that sends the frame.</param>
/// <param name="To">Id of the agent it is meant for.</param>
/// <param name="Received">Round of the last message that the sender of the frame has received from the other, −1
/// before the first.</param>
/// <param name="VectorLength">Floats in every round message.</param>
/// <param name="ScalarCount">Float64 values in every round message.</param>
internal sealed record Handshake(
    string Run,
    string Topology,
    string Model,
    string From,
    string To,
    int Received,
    int VectorLength,
    int ScalarCount);
