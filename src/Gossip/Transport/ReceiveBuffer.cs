using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// Memory of one message from one neighbour: sockets read into it and mixing reads from it. It begins at a multiple of
/// 64 bytes, so that vector loads do not straddle cache lines.
/// </summary>
internal sealed class ReceiveBuffer : RoundMessage
{
    private const int AlignmentBytes = 64;
    private readonly Memory<byte> _bytes;
    private readonly double[] _scalars;
    private readonly AsyncPulse _freed;
    private volatile bool _isRented;

    public unsafe ReceiveBuffer(int vectorLength, int scalarCount, AsyncPulse freed)
    {
        var floats = GC.AllocateUninitializedArray<float>(
            vectorLength + (AlignmentBytes / sizeof(float)), pinned: true);
        Vectors = floats.AsMemory(AlignedStart(floats), vectorLength);
        _bytes = new ByteView().Of(Vectors);
        _scalars = new double[scalarCount];
        _freed = freed;
        Scalars = _scalars;
    }

    public bool IsRented => _isRented;

    /// <summary>Large pages have been asked for.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Asks for large pages, once; which may take long, so that no lock should be held.</summary>
    public unsafe void Prepare()
    {
        if (!IsPrepared)
        {
            IsPrepared = true;
            using var pin = Vectors.Pin();
            LargePages.Advise(pin.Pointer, (long)Vectors.Length * sizeof(float));
        }
    }

    public void Rent(int round, ulong epoch, ReadOnlySpan<double> scalars)
    {
        _isRented = true;
        (Round, Epoch) = (round, epoch);
        scalars.CopyTo(_scalars);
    }

    /// <summary>Part of the vectors as bytes.</summary>
    public Memory<byte> Part(int offset, int length) =>
        _bytes.Slice(offset * sizeof(float), length * sizeof(float));

    public override void Release()
    {
        _isRented = false;
        _freed.Pulse();
    }

    private static unsafe int AlignedStart(float[] pinned)
    {
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        var past = address % AlignmentBytes;
        return past == 0 ? 0 : (int)((AlignmentBytes - past) / sizeof(float));
    }
}
