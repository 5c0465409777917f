using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// What is due on one connection, as a state machine without I/O. It keeps no queue: everything follows from the state
/// of the link, so that memory is bounded and a new connection begins with just what the neighbour lacks. The caller
/// guards it with the lock of the exchange.
/// </summary>
/// <param name="core">The agent's rounds.</param>
/// <param name="link">The link that the connection serves.</param>
/// <param name="bulletin">Everybody's records.</param>
/// <param name="census">The agent's censuses.</param>
/// <param name="said">What this agent's handshake said of the link.</param>
internal sealed class DueFrames(
    RoundCore core, LinkState link, Bulletin bulletin, Census census, LinkReport said)
{
    private bool _isMemoryDue;
    private bool _isHeartbeatDue;
    private long _censusPosition;
    private long _bulletinPosition;
    private OutboundMessage? _sending;
    private int _chunkRound = -1;
    private int _nextChunk;
    private long _nextLetter = link.Letters.Outbox.Delivered;
    private int _nextFloat;

    /// <summary>What the heartbeat says.</summary>
    public LinkReport Report { get; private set; } = said;

    /// <summary>The bulletin record to pass on.</summary>
    public AgentRecord? Entry { get; private set; }

    /// <summary>The census record to pass on.</summary>
    public CensusEntry? Record { get; private set; }

    /// <summary>The message that a chunk is due of.</summary>
    public OutboundMessage? Message { get; private set; }

    /// <summary>Which chunk of it.</summary>
    public int Chunk { get; private set; }

    /// <summary>The letter that a chunk is due of; held until <see cref="Sent"/>.</summary>
    public LetterSlot? Letter { get; private set; }

    /// <summary>First float of that chunk.</summary>
    public int LetterOffset { get; private set; }

    /// <summary>Floats in that chunk.</summary>
    public int LetterLength { get; private set; }

    /// <summary>The neighbour reads messages where they lie.</summary>
    public bool IsShared { get; set; }

    /// <summary>That holds for the chunk given out.</summary>
    public bool IsChunkShared { get; private set; }

    /// <summary>What is said of the neighbour's memory: it can be read.</summary>
    public bool CanRead { get; private set; }

    /// <summary>The chunk given out is the last one of its message.</summary>
    public bool EndsMessage => _sending is not null && Chunk == _sending.ChunkCount - 1;

    /// <summary>The chunk given out is the last one of its letter.</summary>
    public bool EndsLetter => Letter is { } letter && LetterOffset + LetterLength == letter.Vector.Length;

    /// <summary>Makes a word on the memory of both ends due.</summary>
    public void OfferMemory(bool canRead) => (_isMemoryDue, CanRead) = (true, canRead);

    /// <summary>Makes a sign of life due.</summary>
    public void RequestHeartbeat() => _isHeartbeatDue = true;

    /// <summary>True while bytes of this message are on their way.</summary>
    public bool IsSending(OutgoingMessage message) => _sending == message;

    /// <summary>All bytes given out have left.</summary>
    public void Sent()
    {
        Letter?.LetGo();
        (_sending, Letter) = (null, null);
    }

    /// <summary>What to write next: news of the link first, records before the rounds and letters that they explain.
    /// What was given out before has left, or has been copied.</summary>
    public WriteStep Next(bool isLeaving)
    {
        Sent();
        var report = core.Report(link);
        if (_isHeartbeatDue || report with { Round = Report.Round } != Report)
        {
            (_isHeartbeatDue, Report) = (false, report);
            return WriteStep.Heartbeat;
        }

        if (link.HasLeft)
        {
            return WriteStep.Close;
        }

        if (_isMemoryDue)
        {
            _isMemoryDue = false;
            return WriteStep.Memory;
        }

        if ((Entry = bulletin.Next(ref _bulletinPosition, link.AgentIndex)) is not null)
        {
            return WriteStep.Bulletin;
        }

        if ((Record = census.Next(ref _censusPosition, link.AgentIndex)) is not null)
        {
            return WriteStep.Census;
        }

        return HasChunk() ? WriteStep.Chunk
            : HasLetter() ? WriteStep.Letter
            : isLeaving ? WriteStep.Goodbye
            : WriteStep.Wait;
    }

    private bool HasChunk()
    {
        if (!link.IsUnconfirmed)
        {
            return false;
        }

        if (_chunkRound != link.Offered)
        {
            (_chunkRound, _nextChunk) = (link.Offered, 0);
        }

        Message = (OutboundMessage)link.Outgoing;
        if (_nextChunk == Message.ChunkCount)
        {
            return false;
        }

        (_sending, Chunk, IsChunkShared) = (Message, _nextChunk++, IsShared);
        return true;
    }

    private bool HasLetter()
    {
        if (link.Letters.Outbox.Ready(_nextLetter) is not { } letter)
        {
            return false;
        }

        letter.Hold();
        (Letter, LetterOffset) = (letter, _nextFloat);
        LetterLength = Math.Min(FrameFormat.MaxChunkFloats, letter.Vector.Length - _nextFloat);
        _nextFloat += LetterLength;
        if (_nextFloat == letter.Vector.Length)
        {
            link.Letters.Outbox.Send(_nextLetter);
            (_nextLetter, _nextFloat) = (_nextLetter + 1, 0);
        }

        return true;
    }
}
