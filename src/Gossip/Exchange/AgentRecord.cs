namespace Murmuration.Gossip.Exchange;

/// <summary>An agent's newest entry on the bulletin, as far as this agent knows.</summary>
/// <param name="AgentIndex">The agent that it describes.</param>
/// <param name="Incarnation">Which life of the agent it describes: grows whenever the agent starts without its exact
/// state.</param>
/// <param name="Sequence">Version within the incarnation.</param>
/// <param name="Status">Whether the agent takes part.</param>
/// <param name="Round">Rounds done.</param>
/// <param name="StopAt">Rounds after which the agent will stop, −1 when nobody has asked for it.</param>
/// <param name="Payload">What the agent tells everybody, at most 4 KiB.</param>
public sealed record AgentRecord(
    int AgentIndex,
    long Incarnation,
    long Sequence,
    AgentStatus Status,
    int Round,
    int StopAt,
    ReadOnlyMemory<byte> Payload)
{
    internal bool IsNewerThan(AgentRecord? other) =>
        other is null || (Incarnation, Sequence).CompareTo((other.Incarnation, other.Sequence)) > 0;
}
