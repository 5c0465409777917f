namespace Murmuration.Gossip.Exchange;

/// <summary>
/// The messages of one in-neighbour that came before their round. Between linked pairs one is enough, because a
/// neighbour cannot finish a round without this agent; on directed links a faster in-neighbour may be two ahead.
/// </summary>
internal sealed class InboundQueue(int agentIndex)
{
    public const int Capacity = 2;

    private readonly RoundMessage?[] _messages = new RoundMessage?[Capacity];
    private int _head;

    public int AgentIndex => agentIndex;

    /// <summary>Round of the last message that came, −1 before the first.</summary>
    public int LastReceived { get; set; } = -1;

    /// <summary>The round after which the neighbour ended in order; null while it is there.</summary>
    public int? LeftAfter { get; set; }

    public int Count { get; private set; }

    public RoundMessage Peek() => _messages[_head]!;

    public void Enqueue(RoundMessage message)
    {
        _messages[(_head + Count) % Capacity] = message;
        Count++;
    }

    public RoundMessage Dequeue()
    {
        var message = Peek();
        _messages[_head] = null;
        _head = (_head + 1) % Capacity;
        Count--;
        return message;
    }
}
