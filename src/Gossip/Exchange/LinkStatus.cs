namespace Murmuration.Gossip.Exchange;

/// <summary>One end of a link at one moment.</summary>
/// <param name="AgentIndex">The agent at the other end.</param>
/// <param name="Condition">Whether messages pass over it.</param>
/// <param name="BytesSent">Bytes sent over it since the exchange was opened, frame headers included.</param>
/// <param name="BytesReceived">Bytes received over it since then, frame headers included.</param>
/// <param name="Delay">Time between the end of sending the newest confirmed message and the neighbour's word that it
/// has come, or, of a letter, that it has been taken; null before the first.</param>
public readonly record struct LinkStatus(
    int AgentIndex, LinkCondition Condition, long BytesSent, long BytesReceived, TimeSpan? Delay);
