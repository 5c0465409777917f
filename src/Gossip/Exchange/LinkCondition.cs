namespace Murmuration.Gossip.Exchange;

/// <summary>Whether messages pass over a link, as one end sees it.</summary>
public enum LinkCondition
{
    /// <summary>Connected, and every round is settled.</summary>
    Up = 0,

    /// <summary>A round is still to be settled, so no new one travels.</summary>
    Suspended = 1,

    /// <summary>There is no connection.</summary>
    Down = 2,

    /// <summary>The agent at the other end has ended in order.</summary>
    Closed = 3,
}
