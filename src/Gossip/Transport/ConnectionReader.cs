using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The one reader of a connection. A message goes into a receive buffer chunk by chunk, in order; its memory is taken
/// only after every number in the header has been checked.
/// </summary>
/// <param name="exchange">The exchange it belongs to.</param>
/// <param name="link">The link it serves.</param>
/// <param name="frames">Where frames come from.</param>
/// <param name="sharing">The neighbour's memory, on this machine; null beyond it.</param>
internal sealed class ConnectionReader(
    TcpExchange exchange, NeighbourLink link, FrameReader frames, MemorySharing? sharing)
{
    /// <summary>So much of a payload is read and checked at a time, where it lies in one's own hand: less than a cache
    /// holds.</summary>
    private const int PieceBytes = 128 * 1024;

    private readonly double[] _scalars = new double[exchange.Options.ScalarCount];
    private readonly double[] _letterScalars = new double[FrameFormat.MaxScalars];
    private readonly MessageAssembly _assembly = new(exchange, link);
    private readonly LetterAssembly _letterAssembly = new(exchange, link);
    private RoundChunk _chunk;
    private long _address;
    private LetterChunk _letterChunk;
    private CensusRecord _record;
    private BulletinEntry _entry;
    private byte[]? _recordBytes;
    private Memory<byte> _payload;
    private int _skippedBytes;
    private uint _checksum;
    private int _covered;
    private long _heardAt = exchange.Time.GetTimestamp();
    private volatile bool _hasHeard;
    private bool _hasLeft;
    private volatile bool _isHeldBack;
    private volatile bool _owesWord;
    private volatile bool _isStopped;

    /// <summary>A frame has come after the handshake, and broke no rule.</summary>
    public bool HasHeard => _hasHeard;

    /// <summary>The neighbour waits for this agent's message and, with it, for the word that what it has lent has been
    /// read; its memory is not to be kept longer than need be should that message be late.</summary>
    public bool OwesWord
    {
        get => _owesWord;
        set => _owesWord = value;
    }

    /// <summary>Time since the last bytes; zero while this agent itself holds the neighbour back.</summary>
    public TimeSpan Silence =>
        _isHeldBack ? TimeSpan.Zero : exchange.Time.GetElapsedTime(Volatile.Read(ref _heardAt));

    public void Stop()
    {
        _isStopped = true;
        link.BufferFreed.Pulse();
    }

    /// <summary>Reads until the stream ends. All waiting is in this one method, so that frames allocate
    /// nothing.</summary>
    /// <exception cref="ProtocolException">The neighbour broke a rule.</exception>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (frames.TryTake(await frames.FillAsync(CancellationToken.None)) is not { } type)
                {
                    continue;
                }

                if (type == FrameType.None)
                {
                    return;
                }

                Parse(type);
                while (type is FrameType.Round or FrameType.Shared && !TryBegin())
                {
                    _isHeldBack = true;
                    await link.BufferFreed.WaitAsync();
                    _isHeldBack = false;
                }

                _assembly.Prepare();
                ChoosePayload(type);
                for (var filled = TakeAtHand(type); filled < _payload.Length;)
                {
                    var count = await frames.Stream.ReadAsync(_payload[filled..]);
                    filled += count > 0 ? count : throw new EndOfStreamException("it closed the connection");
                    Cover(filled);
                    Volatile.Write(ref _heardAt, exchange.Time.GetTimestamp());
                }

                if (_skippedBytes > 0)
                {
                    await frames.SkipPayloadAsync(_skippedBytes, CancellationToken.None);
                }

                if (Finish(type))
                {
                    // A few bytes, that the neighbour's round waits for.
                    link.Connection?.WriteHere();
                }
            }
        }
        finally
        {
            _assembly.Drop();
            _letterAssembly.Drop();
        }
    }

    private void Parse(FrameType type)
    {
        if (frames.Header.Version != FrameFormat.Version)
        {
            throw new ProtocolException($"version {frames.Header.Version} after the handshake");
        }

        if (_hasLeft)
        {
            throw new ProtocolException($"a {type} frame after goodbye");
        }

        switch (type)
        {
            case FrameType.Round:
                _chunk = frames.Header.ReadRound(exchange.Options.VectorLength, _scalars);
                exchange.Credibility.CheckRound(_chunk.Round);
                break;
            case FrameType.Shared when sharing is { CanRead: true }:
                (_chunk, _address) = frames.Header.ReadShared(exchange.Options.VectorLength, _scalars);
                exchange.Credibility.CheckRound(_chunk.Round);
                break;
            case FrameType.Memory when sharing is not null:
                Try(sharing);
                break;
            case FrameType.Census:
                _record = frames.Header.ReadCensus(exchange.AgentCount);
                break;
            case FrameType.Bulletin:
                _entry = frames.Header.ReadBulletin(exchange.AgentCount);
                break;
            case FrameType.Heartbeat:
                Hear(frames.Header.ReadHeartbeat());
                break;
            case FrameType.Letter:
                _letterChunk = frames.Header.ReadLetter(exchange.Options.LetterLength, _letterScalars);
                BeginLetter();
                break;
            case FrameType.Goodbye:
                exchange.NoteGoodbye(link, frames.Header.ReadNumber());
                _hasLeft = true;
                break;
            default:
                throw new ProtocolException($"a {type} frame after the handshake");
        }
    }

    /// <summary>What is still in the buffers of a connection that was ended is of no use, and may be of a life of the
    /// link that is over.</summary>
    private void Hear(LinkReport report)
    {
        lock (exchange.Gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            exchange.Hear(link, report);
        }
    }

    private void Try(MemorySharing memory)
    {
        var (address, number, canRead) = frames.Header.ReadMemory();
        lock (exchange.Gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            memory.Take(address, number, canRead);
        }
    }

    /// <summary>What need not be waited for: the bytes that came with the header, or all of a chunk that lies in the
    /// neighbour's memory.</summary>
    private int TakeAtHand(FrameType type)
    {
        if (type != FrameType.Shared)
        {
            return frames.TakeBuffered(_payload.Span);
        }

        for (var filled = 0; filled < _payload.Length; Cover(filled))
        {
            if (_isStopped)
            {
                throw new EndOfStreamException("the connection has ended, and the neighbour's memory is its own again");
            }

            var length = Math.Min(PieceBytes, _payload.Length - filled);
            sharing!.Read(_address + filled, _payload.Span.Slice(filled, length));
            filled += length;
        }

        return _payload.Length;
    }

    /// <summary>Goes on with the checksum when a piece is worth it.</summary>
    private void Cover(int filled)
    {
        if (filled - _covered >= PieceBytes)
        {
            _checksum = Crc32C.Append(_checksum, _payload.Span[_covered..filled]);
            _covered = filled;
        }
    }

    /// <summary>Throws unless all that has come is what was sent.</summary>
    private void Verify(uint checksum) => FrameHeader.Verify(checksum, _payload.Span[_covered..], _checksum);

    private bool TryBegin()
    {
        lock (exchange.Gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            return _assembly.TryBegin(_chunk, _scalars);
        }
    }

    private void BeginLetter()
    {
        lock (exchange.Gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            _letterAssembly.Begin(_letterChunk, _letterScalars);
        }
    }

    /// <returns>Whether the neighbour waits for a confirmation.</returns>
    private bool Advance(FrameType type)
    {
        lock (exchange.Gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            if (type != FrameType.Letter)
            {
                return _assembly.Advance(_chunk);
            }

            _letterAssembly.Advance(_letterChunk);
            return false;
        }
    }

    /// <summary>Decides where the payload goes: into a receive buffer, a letter, a new record, or nowhere.</summary>
    private void ChoosePayload(FrameType type)
    {
        (_payload, _recordBytes, _skippedBytes, _covered) = (default, null, 0, 0);
        _checksum = type is FrameType.Round or FrameType.Shared or FrameType.Letter ? frames.Header.Cover() : 0;
        if (type is FrameType.Round or FrameType.Shared)
        {
            _payload = _assembly.Destination(_chunk);
            _skippedBytes = _assembly.IsSkipping && type == FrameType.Round ? _chunk.PayloadBytes : 0;
        }
        else if (type == FrameType.Letter)
        {
            _payload = _letterAssembly.Destination(_letterChunk);
            _skippedBytes = _letterAssembly.IsSkipping ? _letterChunk.PayloadBytes : 0;
        }
        else if (type == FrameType.Census)
        {
            ChooseRecord();
        }
        else if (type == FrameType.Bulletin)
        {
            _payload = _recordBytes = new byte[_entry.Length];
        }
    }

    private void ChooseRecord()
    {
        switch (exchange.ClassifyRecord(_record))
        {
            case Arrival.TooEarly:
                throw new ProtocolException($"a record of census {_record.Census}, which is not due");
            case Arrival.Fresh:
                _payload = _recordBytes = new byte[_record.Length];
                break;
            default:
                _skippedBytes = _record.Length;
                break;
        }
    }

    /// <returns>Whether the neighbour waits for a confirmation.</returns>
    private bool Finish(FrameType type)
    {
        Volatile.Write(ref _heardAt, exchange.Time.GetTimestamp());
        var isAwaited = false;
        var bytes = FrameFormat.PrefixBytes + frames.Header.Length + _payload.Length + _skippedBytes;
        exchange.Meter.Received(bytes, 1);
        link.State.Meter.Received(bytes);
        if (type is FrameType.Round or FrameType.Shared)
        {
            if (!_assembly.IsSkipping)
            {
                Verify(_chunk.Checksum);
            }

            isAwaited = Advance(type);
            OwesWord |= type == FrameType.Shared && _chunk.IsLast && !isAwaited;
        }
        else if (type == FrameType.Letter)
        {
            if (!_letterAssembly.IsSkipping)
            {
                Verify(_letterChunk.Checksum);
            }

            Advance(type);
        }
        else if (_recordBytes is { } record)
        {
            Take(type, record);
        }

        _hasHeard = true;
        return isAwaited;
    }

    private void Take(FrameType type, byte[] record)
    {
        if (type == FrameType.Census)
        {
            frames.Header.Verify(_record.Checksum, record);
            exchange.TakeRecord(new(_record.Census, _record.AgentIndex, link.AgentIndex, record));
        }
        else
        {
            frames.Header.Verify(_entry.Checksum, record);
            exchange.TakeRecord(link, _entry.Record with { Payload = record });
        }
    }
}
