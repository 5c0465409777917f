using System.Diagnostics.CodeAnalysis;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Transport;

/// <summary>
/// The letter that is coming in on a connection: its chunks must follow one another without a gap. Its sender knows how
/// many there is room for, so none ever waits in the connection. One that came before is passed over by the same rules.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A view owns nothing.")]
internal sealed class LetterAssembly(TcpExchange exchange, NeighbourLink link)
{
    private readonly ByteView _view = new();
    private LetterSlot? _letter;
    private LetterChunk _first;
    private int _filled;
    private bool _isOpen;

    /// <summary>The present letter is passed over.</summary>
    public bool IsSkipping => _isOpen && _letter is null;

    private LetterInbox Inbox => link.State.Letters.Inbox;

    /// <summary>Takes note of a chunk's header; called under the lock of the exchange.</summary>
    /// <exception cref="ProtocolException">The chunk is out of order, or the letter is.</exception>
    public void Begin(LetterChunk chunk, ReadOnlySpan<double> scalars)
    {
        if (!_isOpen && chunk.Offset == 0)
        {
            Open(chunk, scalars);
        }
        else if (!_isOpen || chunk.Offset != _filled
            || (chunk.Number, chunk.Kind, chunk.Total) != (_first.Number, _first.Kind, _first.Total))
        {
            throw new ProtocolException($"chunk at {chunk.Offset} of letter {chunk.Number} is out of order");
        }
    }

    /// <summary>Where the payload of a chunk goes; empty when it is passed over.</summary>
    public Memory<byte> Destination(LetterChunk chunk) =>
        _letter is null ? default : _view.Of(_letter.Floats.Slice(_filled, chunk.Length));

    /// <summary>Counts a chunk that has come, and hands over the letter after its last one; called under the lock of
    /// the exchange.</summary>
    public void Advance(LetterChunk chunk)
    {
        _filled += chunk.Length;
        if (!chunk.IsLast)
        {
            return;
        }

        _isOpen = false;
        if (_letter is { } letter)
        {
            _letter = null;
            exchange.Take(link, letter);
        }
        else
        {
            exchange.DropLetter(link);
        }
    }

    /// <summary>Gives up a letter that will not be completed on this connection.</summary>
    public void Drop()
    {
        _letter?.LetGo();
        (_letter, _isOpen) = (null, false);
    }

    private void Open(LetterChunk chunk, ReadOnlySpan<double> scalars)
    {
        var arrival = Inbox.Classify(chunk.Number);
        if (arrival == Arrival.Unexpected)
        {
            throw new ProtocolException(
                $"letter {chunk.Number}, where {Inbox.Arrived} have come and {Inbox.Taken} were taken");
        }

        if (arrival == Arrival.Fresh)
        {
            _letter = Inbox.Rent(link.AgentIndex, chunk.Kind, chunk.Total, scalars[..chunk.ScalarCount]);
        }

        (_first, _filled, _isOpen) = (chunk, 0, true);
    }
}
