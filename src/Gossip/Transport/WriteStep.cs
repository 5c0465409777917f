namespace Murmuration.Gossip.Transport;

/// <summary>What the writer of a connection does next.</summary>
internal enum WriteStep
{
    /// <summary>Nothing is due: flush and sleep.</summary>
    Wait,

    /// <summary>Say what came last, what was declined and what was taken.</summary>
    Heartbeat,

    /// <summary>Say where this agent's memory may be probed, and whether the neighbour's can be read.</summary>
    Memory,

    /// <summary>Pass on a bulletin record.</summary>
    Bulletin,

    /// <summary>Pass on a census record.</summary>
    Census,

    /// <summary>Send the next chunk of the round's message.</summary>
    Chunk,

    /// <summary>Send the next chunk of a letter.</summary>
    Letter,

    /// <summary>Say goodbye and end the sending half.</summary>
    Goodbye,

    /// <summary>End the sending half: the neighbour has left.</summary>
    Close,
}
