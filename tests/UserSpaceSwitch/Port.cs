namespace Murmuration.UserSpaceSwitch;

/// <summary>A port of the switch: both directions of its line, its chance and its counters.</summary>
/// <param name="name">What commands call it.</param>
/// <param name="quality">What its line is like.</param>
/// <param name="seed">Decides which frames are lost.</param>
/// <param name="deliver">Gives a frame to what is plugged in; false when that takes none.</param>
internal sealed class Port(string name, LineQuality quality, int seed, Func<byte[], bool> deliver)
{
    private readonly Shaper _in = new(quality.BitsPerSecond, quality.QueueBytes);
    private readonly Shaper _out = new(quality.BitsPerSecond, quality.QueueBytes);
    private readonly Random _chance = new(seed);

    /// <summary>What commands call it.</summary>
    public string Name => name;

    /// <summary>What became of its frames.</summary>
    public PortCounters Counters { get; } = new();

    /// <summary>A frame comes from the namespace: when it is wholly inside, or null when it is dropped.</summary>
    public TimeSpan? Enter(byte[] frame, TimeSpan now)
    {
        Counters.Received++;
        Counters.ReceivedBytes += frame.Length;
        return Counted(_in.Offer(frame.Length, now));
    }

    /// <summary>A frame is to leave: when it reaches the namespace, or null when it is lost or dropped.</summary>
    public TimeSpan? Leave(byte[] frame, TimeSpan now)
    {
        if (_chance.NextDouble() < quality.Loss)
        {
            Counters.Lost++;
            return null;
        }

        return Counted(_out.Offer(frame.Length, now)) + quality.Delay;
    }

    /// <summary>The frame has come to the far end of the line.</summary>
    public void Deliver(byte[] frame)
    {
        if (!deliver(frame))
        {
            Counters.Dropped++;
            return;
        }

        Counters.Delivered++;
        Counters.DeliveredBytes += frame.Length;
    }

    private TimeSpan? Counted(TimeSpan? due)
    {
        Counters.Dropped += due is null ? 1 : 0;
        return due;
    }
}
