namespace Murmuration.Gossip.Exchange;

/// <summary>What becomes of a message of a given round from a given neighbour.</summary>
internal enum Arrival
{
    /// <summary>It is the next one: kept for its round, or for the settlement of a round that went on without
    /// it.</summary>
    Fresh,

    /// <summary>The last message of this neighbour once more: dropped.</summary>
    Duplicate,

    /// <summary>An older message of this neighbour once more: dropped.</summary>
    Stale,

    /// <summary>This agent passed the round without the link: it counts at neither end, and the neighbour is told
    /// so.</summary>
    Declined,

    /// <summary>The schedule has no link from this neighbour in that round: a violation.</summary>
    Unexpected,

    /// <summary>More messages ahead than a neighbour may be: it waits in the connection.</summary>
    TooEarly,
}
