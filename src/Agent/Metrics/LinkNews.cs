namespace Murmuration.Agent.Metrics;

/// <summary>What one end of a link tells about it.</summary>
/// <param name="To">Index of the agent at the other end.</param>
/// <param name="State">Whether messages pass over it.</param>
/// <param name="BytesSent">Bytes sent over it so far, headers included.</param>
/// <param name="BytesReceived">Bytes received over it so far, headers included.</param>
/// <param name="Delay">Seconds between a message sent and its confirmation, the newest; null before the first.</param>
internal readonly record struct LinkNews(
    int To, LinkState State, long BytesSent, long BytesReceived, double? Delay = null);
