using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// One sender's message in memory, copied once and read by all its receivers; free again when the last of them has
/// released it.
/// </summary>
internal sealed class OutboxMessage(AsyncPulse senderProgress) : RoundMessage
{
    private float[] _vectors = [];
    private double[] _scalars = [];
    private int _readers;

    public bool IsFree => Volatile.Read(ref _readers) == 0;

    public void Fill(int round, ReadOnlySpan<float> vectors, ReadOnlySpan<double> scalars, int readers)
    {
        if (_vectors.Length < vectors.Length || _scalars.Length < scalars.Length)
        {
            _vectors = GC.AllocateUninitializedArray<float>(vectors.Length);
            _scalars = new double[scalars.Length];
        }

        vectors.CopyTo(_vectors);
        scalars.CopyTo(_scalars);
        Round = round;
        Vectors = _vectors;
        Scalars = _scalars;
        Volatile.Write(ref _readers, readers);
    }

    public override void Release()
    {
        if (Interlocked.Decrement(ref _readers) == 0)
        {
            senderProgress.Pulse();
        }
    }
}
