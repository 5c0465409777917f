namespace Murmuration.Gossip.Exchange;

/// <summary>What has passed through an exchange since it was opened.</summary>
/// <param name="BytesSent">Bytes handed to the transport, frame prefixes and headers included.</param>
/// <param name="BytesReceived">Bytes taken from the transport, frame prefixes and headers included.</param>
/// <param name="FramesSent">Frames sent; in memory, messages.</param>
/// <param name="FramesReceived">Frames received; in memory, messages.</param>
/// <param name="Duplicates">Messages of a round, or letters, already received from that neighbour, dropped.</param>
/// <param name="Stale">Messages of a round that had passed, dropped.</param>
/// <param name="Declined">Messages of rounds that this agent passed without the link; they count at neither
/// end.</param>
/// <param name="Suspended">Times that a round went on without a link.</param>
/// <param name="Settled">Suspended rounds of links made good.</param>
/// <param name="LettersSent">Letters put into outboxes.</param>
/// <param name="LettersTaken">Letters of neighbours that the algorithm has taken.</param>
/// <param name="LettersDropped">Letters of either direction that were lost with a life of one end.</param>
/// <param name="Reconnects">Connections to neighbours opened anew after a loss.</param>
/// <param name="Refused">Connections refused before they belonged to a neighbour.</param>
/// <param name="Waited">Time spent waiting in rounds and censuses.</param>
public readonly record struct ExchangeCounters(
    long BytesSent,
    long BytesReceived,
    long FramesSent,
    long FramesReceived,
    long Duplicates,
    long Stale,
    long Declined,
    long Suspended,
    long Settled,
    long LettersSent,
    long LettersTaken,
    long LettersDropped,
    long Reconnects,
    long Refused,
    TimeSpan Waited)
{
    /// <summary>Seconds spent waiting in rounds and censuses.</summary>
    public double SecondsWaited => Waited.TotalSeconds;
}
