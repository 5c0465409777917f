namespace Murmuration.Gossip.Exchange;

/// <summary>What becomes of a message of a given round from a given neighbour.</summary>
internal enum Arrival
{
    /// <summary>It is the next one: kept for its round.</summary>
    Fresh,

    /// <summary>The last message of this neighbour once more: dropped.</summary>
    Duplicate,

    /// <summary>Its round has passed: dropped.</summary>
    Stale,

    /// <summary>The schedule has no link from this neighbour in that round: a violation.</summary>
    Unexpected,

    /// <summary>More rounds ahead than a neighbour may be: a violation.</summary>
    TooEarly,
}
