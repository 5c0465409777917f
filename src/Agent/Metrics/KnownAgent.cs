using System.Text.Json.Serialization;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Metrics;

/// <summary>What an agent knows of another, or of itself.</summary>
/// <param name="Id">Id of the agent.</param>
/// <param name="Status">Whether it takes part: Present, Away or Departed.</param>
/// <param name="Round">Rounds done.</param>
/// <param name="Incarnation">Its life.</param>
/// <param name="News">What it tells of itself.</param>
/// <param name="Age">Seconds since the newest word of it has come.</param>
internal sealed record KnownAgent(
    string Id, string Status, int Round, long Incarnation, AgentNews? News, double? Age = null)
{
    /// <summary>The same from its record on the bulletin.</summary>
    public static KnownAgent Of(AgentRecord record, string id, TimeSpan? age = null) => new(
        id,
        $"{record.Status}",
        record.Round,
        record.Incarnation,
        AgentNews.TryRead(record.Payload.Span),
        age?.TotalSeconds);

    /// <summary>Whether it takes part in the sum: it has appeared and has not departed.</summary>
    [JsonIgnore]
    public bool IsMember => Incarnation > 0 && Status != nameof(AgentStatus.Departed);

    /// <summary>Whether it trains now, as far as is known.</summary>
    [JsonIgnore]
    public bool IsPresent => Incarnation > 0 && Status == nameof(AgentStatus.Present);
}
