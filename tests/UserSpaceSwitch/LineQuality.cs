namespace Murmuration.UserSpaceSwitch;

/// <summary>What the line between a port and its namespace is like; the same for all ports.</summary>
/// <param name="Delay">From one port to another, one way, beside queueing; a round trip takes twice as long.</param>
/// <param name="Loss">Share of the frames that are lost on their way out of a port, 0 … 1.</param>
/// <param name="BitsPerSecond">Rate of a port, for each direction; null is without limit.</param>
/// <param name="QueueBytes">Bytes that may wait before a rate-limited line; what comes on top is dropped.</param>
internal sealed record LineQuality(TimeSpan Delay, double Loss, double? BitsPerSecond, int QueueBytes);
