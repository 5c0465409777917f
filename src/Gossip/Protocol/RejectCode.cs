namespace Murmuration.Gossip.Protocol;

/// <summary>Why a handshake was refused.</summary>
public enum RejectCode
{
    /// <summary>The agents speak different versions of the protocol.</summary>
    Version = 1,

    /// <summary>They belong to different runs.</summary>
    Run = 2,

    /// <summary>Their topology files differ.</summary>
    Topology = 3,

    /// <summary>Their models differ.</summary>
    Model = 4,

    /// <summary>The dialing agent meant another agent.</summary>
    Recipient = 5,

    /// <summary>The dialing agent is unknown or no neighbour.</summary>
    Sender = 6,

    /// <summary>Their messages have different lengths.</summary>
    VectorLength = 7,

    /// <summary>Their messages have different numbers of scalars.</summary>
    ScalarCount = 8,

    /// <summary>An agent has forgotten messages that it had confirmed: it was restarted without its state.</summary>
    LostState = 9,

    /// <summary>The dialing agent speaks plain TCP to one that expects TLS, or claims another id than its certificate
    /// names.</summary>
    Identity = 10,

    /// <summary>The two have a connection, or are about to have one, or the dialed agent is leaving: dial again later,
    /// if need be.</summary>
    Busy = 11,

    /// <summary>Their letters have different greatest lengths.</summary>
    LetterLength = 12,

    /// <summary>Different numbers of letters may wait at the two.</summary>
    LetterCapacity = 13,
}
