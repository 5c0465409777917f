using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The message that is coming in on a connection: its chunks must follow one another without a gap. A message that is
/// not wanted, because it came before or its round has passed, is passed over by the same rules.
/// </summary>
internal sealed class MessageAssembly(TcpExchange exchange, NeighbourLink link)
{
    private ReceiveBuffer? _buffer;
    private int _round = -1;
    private int _filled;

    /// <summary>The present message is passed over.</summary>
    public bool IsSkipping => _round >= 0 && _buffer is null;

    /// <summary>Takes note of a chunk's header; false while there is no memory for a new message, because the
    /// neighbour is too far ahead.</summary>
    /// <exception cref="ProtocolException">The chunk is out of order, or the schedule has no such link.</exception>
    public bool TryBegin(RoundChunk chunk, ReadOnlySpan<double> scalars)
    {
        if (_round < 0 && chunk.Offset == 0)
        {
            return TryBegin(chunk.Round, chunk.Epoch, scalars);
        }

        return chunk.Round == _round && chunk.Offset == _filled
            ? true
            : throw new ProtocolException($"chunk at {chunk.Offset} of round {chunk.Round} is out of order");
    }

    /// <summary>Where the payload of a chunk goes; empty when it is passed over.</summary>
    public Memory<byte> Destination(RoundChunk chunk) => _buffer?.Part(_filled, chunk.Length) ?? default;

    /// <summary>Counts a chunk that has come, and hands over the message after its last one.</summary>
    /// <returns>Whether the neighbour waits for a confirmation.</returns>
    public bool Advance(RoundChunk chunk)
    {
        _filled += chunk.Length;
        if (!chunk.IsLast)
        {
            return false;
        }

        _round = -1;
        if (_buffer is { } message)
        {
            _buffer = null;
            return exchange.Take(link, message);
        }

        exchange.Drop(link, chunk.Round);
        return true;
    }

    /// <summary>Gives up a message that will not be completed on this connection.</summary>
    public void Drop()
    {
        lock (exchange.Gate)
        {
            _buffer?.Release();
            _buffer = null;
            _round = -1;
        }
    }

    /// <summary>Asks for large pages under a new buffer; to be called without a lock.</summary>
    public void Prepare() => _buffer?.Prepare();

    private bool TryBegin(int round, ulong epoch, ReadOnlySpan<double> scalars)
    {
        lock (exchange.Gate)
        {
            switch (exchange.Core.Classify(link.AgentIndex, round))
            {
                case Arrival.Unexpected:
                    throw new ProtocolException($"a message of round {round}, in which there is no such link");
                case Arrival.Duplicate or Arrival.Stale or Arrival.Declined:
                    break;
                case Arrival.TooEarly:
                    return false;
                default:
                    if ((_buffer = link.TryRent(round, epoch, scalars)) is null)
                    {
                        return false;
                    }

                    break;
            }
        }

        (_round, _filled) = (round, 0);
        return true;
    }
}
