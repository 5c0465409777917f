using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>A key or certificate that cannot be used, or an agent that does not show the right one.</summary>
public sealed class IdentityException : ExchangeException
{
    /// <summary>Makes an exception without a message.</summary>
    public IdentityException()
    {
    }

    /// <summary>Makes an exception with one line for the user.</summary>
    public IdentityException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with one line for the user and its cause.</summary>
    public IdentityException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
