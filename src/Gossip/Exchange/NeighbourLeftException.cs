namespace Murmuration.Gossip.Exchange;

/// <summary>A neighbour ended in order while rounds with it were still to come.</summary>
public sealed class NeighbourLeftException : ExchangeException
{
    /// <summary>Makes an exception without a message.</summary>
    public NeighbourLeftException()
    {
    }

    /// <summary>Makes an exception with one line for the user.</summary>
    public NeighbourLeftException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with one line for the user and its cause.</summary>
    public NeighbourLeftException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
