namespace Murmuration.Gossip.Exchange;

/// <summary>One agent's message of one round, in memory that goes back to its owner when it has been used.</summary>
internal abstract class RoundMessage
{
    public int Round { get; protected set; } = -1;

    /// <summary>Label of the tracking epoch it was sent in.</summary>
    public ulong Epoch { get; protected set; }

    public ReadOnlyMemory<float> Vectors { get; protected set; }

    public ReadOnlyMemory<double> Scalars { get; protected set; }

    /// <summary>Gives the memory back; called once by each receiver, possibly under its lock.</summary>
    public abstract void Release();
}
