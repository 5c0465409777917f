namespace Murmuration.Gossip.Exchange;

/// <summary>
/// An agent's own message of one round: first as it lies in the caller's memory, and as a copy of its own once the
/// round is over and a link still needs it.
/// </summary>
internal class OutgoingMessage
{
    private float[] _vectors = [];
    private double[] _scalars = [];

    /// <summary>The round it belongs to, −1 before the first.</summary>
    public int Round { get; private set; } = -1;

    /// <summary>Label of the tracking epoch it belongs to.</summary>
    public ulong Epoch { get; private set; }

    public ReadOnlyMemory<float> Vectors { get; private set; }

    public ReadOnlyMemory<double> Scalars { get; private set; }

    /// <summary>Puts a message in place without a copy.</summary>
    public virtual void Set(int round, ulong epoch, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars) =>
        (Round, Epoch, Vectors, Scalars) = (round, epoch, vectors, scalars);

    /// <summary>Takes a copy of another message into memory of its own.</summary>
    public void Keep(OutgoingMessage other)
    {
        if (_vectors.Length != other.Vectors.Length || _scalars.Length != other.Scalars.Length)
        {
            _vectors = GC.AllocateUninitializedArray<float>(other.Vectors.Length);
            _scalars = new double[other.Scalars.Length];
        }

        other.Vectors.CopyTo(_vectors);
        other.Scalars.CopyTo(_scalars);
        Set(other.Round, other.Epoch, _vectors, _scalars);
    }
}
