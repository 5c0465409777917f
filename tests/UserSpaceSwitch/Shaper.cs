namespace Murmuration.UserSpaceSwitch;

/// <summary>
/// One direction of a line with a rate and a bounded queue in front of it. Nothing waits in here: a frame is told when
/// its last bit has left, which the frames before it decide.
/// </summary>
/// <param name="bitsPerSecond">Rate of the line, or null for one without limit.</param>
/// <param name="queueBytes">Bytes that may wait, the frame that is being sent included.</param>
internal sealed class Shaper(double? bitsPerSecond, int queueBytes)
{
    private const double BitsPerByte = 8;

    private TimeSpan _busyUntil;

    /// <summary>When a frame that comes now has left the line, or null when the queue has no room for it.</summary>
    /// <param name="length">Bytes of the frame.</param>
    /// <param name="now">The present, never earlier than at the call before.</param>
    public TimeSpan? Offer(int length, TimeSpan now)
    {
        if (bitsPerSecond is not { } rate)
        {
            return now;
        }

        var begin = now > _busyUntil ? now : _busyUntil;
        var waitingBytes = (begin - now).TotalSeconds * rate / BitsPerByte;
        if (waitingBytes + length > queueBytes)
        {
            return null;
        }

        return _busyUntil = begin + TimeSpan.FromSeconds(length * BitsPerByte / rate);
    }
}
