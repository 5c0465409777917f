using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Control;

/// <summary>What an agent knows of another, or of itself.</summary>
/// <param name="Id">Id of the agent.</param>
/// <param name="Status">Whether it takes part: Present, Away or Departed.</param>
/// <param name="Round">Rounds done.</param>
/// <param name="Incarnation">Its life.</param>
/// <param name="News">What it tells of itself.</param>
internal sealed record KnownAgent(string Id, string Status, int Round, long Incarnation, AgentNews? News)
{
    /// <summary>The same from its record on the bulletin.</summary>
    public static KnownAgent Of(AgentRecord record, string id) => new(
        id, $"{record.Status}", record.Round, record.Incarnation, AgentNews.TryRead(record.Payload.Span));
}
