using System.Numerics;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// Memory of one letter, in an outbox, in an inbox and with its receiver. It grows to what its letters need, and goes
/// back to its pool when the last of those who hold it lets go.
/// </summary>
internal sealed class LetterSlot(LetterPool pool) : Letter
{
    private float[] _floats = [];
    private double[] _doubles = [];
    private int _holders;
    private int _isWithReceiver;

    /// <summary>The newest life of the receiver that was known when the letter was sent, 0 when none was.</summary>
    public long Life { get; private set; }

    /// <summary>Its place in the order of arrival from all neighbours.</summary>
    public long Arrival { get; set; }

    /// <summary>It has been written completely, and may leave.</summary>
    public bool IsReady { get; set; }

    /// <summary>Its floats, to be written.</summary>
    public Memory<float> Floats => _floats.AsMemory(0, Vector.Length);

    /// <summary>Makes room for a letter.</summary>
    /// <param name="from">Its sender.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="number">Its number on the link.</param>
    /// <param name="length">How many floats it will have.</param>
    /// <param name="scalars">Its numbers beside them.</param>
    /// <param name="life">Newest life of the receiver that is known to its sender.</param>
    public void Prepare(int from, int kind, long number, int length, ReadOnlySpan<double> scalars, long life)
    {
        if (_floats.Length < length)
        {
            var grown = (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)length), (uint)pool.MaxLength);
            _floats = GC.AllocateUninitializedArray<float>(grown);
        }

        if (_doubles.Length < scalars.Length)
        {
            _doubles = new double[scalars.Length];
        }

        scalars.CopyTo(_doubles);
        (From, Kind, Number, Life) = (from, kind, number, life);
        (Vector, Scalars) = (_floats.AsMemory(0, length), _doubles.AsMemory(0, scalars.Length));
        (_holders, _isWithReceiver, IsReady) = (1, 0, false);
    }

    /// <summary>Moves it to another place of the link's count.</summary>
    public void Renumber(long number) => Number = number;

    /// <summary>One more holds it.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>One no longer needs it.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            pool.Return(this);
        }
    }

    /// <summary>What its holder had, the receiver has from now on.</summary>
    public void HandOver() => Volatile.Write(ref _isWithReceiver, 1);

    protected override void Release()
    {
        if (Interlocked.Exchange(ref _isWithReceiver, 0) == 1)
        {
            LetGo();
        }
    }
}
