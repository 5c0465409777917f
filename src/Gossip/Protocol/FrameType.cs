namespace Murmuration.Gossip.Protocol;

/// <summary>What a frame is; the sixth byte of its prefix.</summary>
internal enum FrameType : byte
{
    /// <summary>No frame: the stream ended between two frames.</summary>
    None = 0,

    /// <summary>First frame of the agent that dialed.</summary>
    Hello = 1,

    /// <summary>Answer that opens the link.</summary>
    Welcome = 2,

    /// <summary>Answer that refuses it, with code and message.</summary>
    Reject = 3,

    /// <summary>A chunk of a round's message; a payload of floats follows.</summary>
    Round = 4,

    /// <summary>One agent's census record; a payload of bytes follows.</summary>
    Census = 5,

    /// <summary>Sign of life that says which message came last, which one was declined, where the sender is, and how
    /// many letters it has taken.</summary>
    Heartbeat = 6,

    /// <summary>The sender ends in order.</summary>
    Goodbye = 7,

    /// <summary>One agent's bulletin record; a payload of bytes follows.</summary>
    Bulletin = 8,

    /// <summary>A chunk of a letter; a payload of floats follows.</summary>
    Letter = 9,

    /// <summary>Where the sender's memory may be probed, and whether it can read the other's; on this machine
    /// only.</summary>
    Memory = 10,

    /// <summary>A chunk of a round's message that lies in the sender's memory; nothing follows.</summary>
    Shared = 11,
}
