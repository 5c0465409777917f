namespace Murmuration.Gossip.Exchange;

/// <summary>A letter that has come; it and its memory are valid until it is disposed of.</summary>
public abstract class Letter : IDisposable
{
    /// <summary>Who has sent it.</summary>
    public int From { get; protected set; }

    /// <summary>What it is, by the numbering of the algorithm.</summary>
    public int Kind { get; protected set; }

    /// <summary>Its number on the link in the sender's and this agent's present lives, 0-based.</summary>
    public long Number { get; protected set; }

    /// <summary>Its floats.</summary>
    public ReadOnlyMemory<float> Vector { get; protected set; }

    /// <summary>Its numbers beside them.</summary>
    public ReadOnlyMemory<double> Scalars { get; protected set; }

    /// <summary>Frees the memory for the next letter.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory back; called once or more.</summary>
    protected abstract void Release();
}
