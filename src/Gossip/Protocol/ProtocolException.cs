namespace Murmuration.Gossip.Protocol;

/// <summary>Bytes that no agent of this protocol sends; ends the connection they came on, and nothing else.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Makes an exception without a reason.</summary>
    public ProtocolException()
    {
    }

    /// <summary>Makes an exception with the rule that was broken.</summary>
    public ProtocolException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with the rule that was broken and its cause.</summary>
    public ProtocolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
