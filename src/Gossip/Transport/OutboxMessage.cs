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

    public void Fill(OutgoingMessage message, int readers)
    {
        if (_vectors.Length < message.Vectors.Length || _scalars.Length < message.Scalars.Length)
        {
            _vectors = GC.AllocateUninitializedArray<float>(message.Vectors.Length);
            _scalars = new double[message.Scalars.Length];
        }

        message.Vectors.Span.CopyTo(_vectors);
        message.Scalars.Span.CopyTo(_scalars);
        (Round, Epoch, Vectors, Scalars) = (message.Round, message.Epoch, _vectors, _scalars);
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
