namespace Murmuration.Gossip.Exchange;

/// <summary>A neighbour never appeared, or vanished and did not come back in time.</summary>
public sealed class NeighbourMissingException : ExchangeException
{
    /// <summary>Makes an exception without a message.</summary>
    public NeighbourMissingException()
    {
    }

    /// <summary>Makes an exception with one line for the user.</summary>
    public NeighbourMissingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with one line for the user and its cause.</summary>
    public NeighbourMissingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
