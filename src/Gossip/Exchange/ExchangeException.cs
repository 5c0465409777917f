namespace Murmuration.Gossip.Exchange;

/// <summary>An exchange that cannot go on; the message is one line for the user.</summary>
public class ExchangeException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public ExchangeException()
    {
    }

    /// <summary>Makes an exception with one line for the user.</summary>
    public ExchangeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with one line for the user and its cause.</summary>
    public ExchangeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
