using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>Two agents that do not belong together; the message names both values.</summary>
public sealed class HandshakeException : ExchangeException
{
    /// <summary>Makes an exception without a message.</summary>
    public HandshakeException()
    {
    }

    /// <summary>Makes an exception with one line for the user.</summary>
    public HandshakeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with one line for the user and its cause.</summary>
    public HandshakeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception with the rule that failed and one line for the user.</summary>
    public HandshakeException(RejectCode code, string message)
        : base(message) => Code = code;

    /// <summary>The rule that failed.</summary>
    public RejectCode Code { get; }

    /// <summary>The latest life of the refused agent that the other has met, 0 for none.</summary>
    internal long Life { get; init; }
}
