using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>
/// Letters of one kind between this agent and a neighbour, in one direction: the last two. Neighbours are one letter
/// apart at most, since each waits for the letters of the other; so two are all that can be early, or asked for again.
/// </summary>
/// <param name="device">Where the letters are kept.</param>
/// <param name="agentIndex">The neighbour.</param>
/// <param name="kind">What it carries.</param>
/// <param name="capacity">Most floats of a letter.</param>
/// <param name="perRound">Numbers that a round takes: its steps, or 1.</param>
internal sealed class Flow(IDevice device, int agentIndex, LetterKind kind, int capacity, int perRound)
{
    private readonly FlowSlot[] _slots = [new(device, capacity), new(device, capacity)];

    /// <summary>The neighbour.</summary>
    public int AgentIndex => agentIndex;

    /// <summary>What it carries.</summary>
    public LetterKind Kind => kind;

    /// <summary>Most floats of a letter.</summary>
    public int Capacity => capacity;

    /// <summary>The number of the newest letter, −1 before the first.</summary>
    public int Newest => Math.Max(_slots[0].Number, _slots[1].Number);

    /// <summary>The letters in the order of their numbers.</summary>
    public IEnumerable<FlowSlot> Letters => _slots.Where(slot => slot.Number >= 0).OrderBy(slot => slot.Number);

    /// <summary>The letter of a number, null when it is not there.</summary>
    public FlowSlot? Find(int number) => Array.Find(_slots, slot => slot.Number == number);

    /// <summary>The letter of a number that must be there.</summary>
    public FlowSlot At(int number) => Find(number)
        ?? throw new InvalidOperationException($"The letter {kind} {number} of agent {agentIndex} is missing.");

    /// <summary>The number of the newest letter that is not kept any more, −1 while all are.</summary>
    public int Forgotten { get; private set; } = -1;

    /// <summary>True when all letters of a round and the rounds after it are kept, as far as there have been any.
    /// </summary>
    public bool KeepsAllFrom(double round) => Forgotten < round * perRound;

    /// <summary>The slot for the next letter, in place of the older one, which is forgotten.</summary>
    public FlowSlot TakeNext()
    {
        var oldest = _slots[0].Number <= _slots[1].Number ? _slots[0] : _slots[1];
        Forgotten = oldest.Number;
        return oldest;
    }

    /// <summary>Puts both letters into a state.</summary>
    public void Save(AlgorithmState state, string direction)
    {
        _slots[0].Save(state, Name(direction, 0));
        _slots[1].Save(state, Name(direction, 1));
        state.Set(Name(direction, nameof(Forgotten)), Forgotten);
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state, string direction)
    {
        _slots[0].Load(state, Name(direction, 0));
        _slots[1].Load(state, Name(direction, 1));
        Forgotten = (int)state.Number(Name(direction, nameof(Forgotten)));
    }

    private string Name(string direction, object slot) => $"{direction}.{kind}.{agentIndex}.{slot}";
}
