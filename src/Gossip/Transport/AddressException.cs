using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport;

/// <summary>An address that cannot be listened on or looked up.</summary>
public sealed class AddressException : ExchangeException
{
    /// <summary>Makes an exception without a message.</summary>
    public AddressException()
    {
    }

    /// <summary>Makes an exception with one line for the user.</summary>
    public AddressException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with one line for the user and its cause.</summary>
    public AddressException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
