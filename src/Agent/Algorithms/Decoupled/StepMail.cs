using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>
/// Letters by number: whoever is to have one waits for it, and letters that come early or again are kept or dropped.
/// Both ends keep the last two of every kind, so that an agent that comes back from a checkpoint of its present round
/// asks for them and goes on as if nothing had been.
/// </summary>
internal sealed class StepMail(IDevice device)
{
    private readonly List<Flow> _outgoing = [];
    private readonly List<Flow> _incoming = [];
    private readonly double[] _round = new double[1];
    private bool _mustAsk;

    /// <summary>Opens a flow to a neighbour.</summary>
    /// <param name="agentIndex">The neighbour.</param>
    /// <param name="kind">What it carries.</param>
    /// <param name="capacity">Most floats of a letter.</param>
    /// <param name="perRound">Numbers that a round takes.</param>
    public Flow Outgoing(int agentIndex, LetterKind kind, int capacity, int perRound = 1) =>
        Open(_outgoing, agentIndex, kind, capacity, perRound);

    /// <summary>Opens a flow from a neighbour.</summary>
    public Flow Incoming(int agentIndex, LetterKind kind, int capacity) =>
        Open(_incoming, agentIndex, kind, capacity, perRound: 1);

    /// <summary>Says which round begins, and makes good for letters that may have been lost, both ways.</summary>
    public async ValueTask BeginAsync(int round, IMailbox mailbox, CancellationToken cancellation)
    {
        _round[0] = round;
        if (!_mustAsk)
        {
            return;
        }

        _mustAsk = false;
        foreach (var agent in _outgoing.Concat(_incoming).Select(flow => flow.AgentIndex).Distinct())
        {
            await SendAsync(mailbox, agent, LetterKind.Again, default, _round, cancellation);
            await SendKeptAsync(mailbox, agent, cancellation);
        }
    }

    /// <summary>The agent has come back, or one of its neighbours has: letters may be lost.</summary>
    public void Doubt() => _mustAsk = true;

    /// <summary>Sends the letter of a number, which has been written to the flow.</summary>
    public ValueTask SendAsync(IMailbox mailbox, Flow flow, int number, CancellationToken cancellation) =>
        flow.Find(number) is { } letter
            ? SendAsync(
                mailbox, flow.AgentIndex, flow.Kind, device.Stage(letter.Vector), letter.Numbers, cancellation)
            : ValueTask.CompletedTask;

    /// <summary>Waits for the letter of a number.</summary>
    public async ValueTask<FlowSlot> ReceiveAsync(
        IMailbox mailbox, Flow flow, int number, CancellationToken cancellation)
    {
        FlowSlot? slot;
        while ((slot = flow.Find(number)) is null)
        {
            using var letter = await mailbox.ReceiveNeedingAsync(flow.AgentIndex, cancellation)
                ?? throw Gone(flow.AgentIndex);
            await TakeAsync(mailbox, letter, cancellation);
        }

        return slot;
    }

    /// <summary>Puts all letters that are held into a state.</summary>
    public void Save(AlgorithmState state)
    {
        _outgoing.ForEach(flow => flow.Save(state, "To"));
        _incoming.ForEach(flow => flow.Save(state, "From"));
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state)
    {
        _outgoing.ForEach(flow => flow.Load(state, "To"));
        _incoming.ForEach(flow => flow.Load(state, "From"));
        Doubt();
    }

    private Flow Open(List<Flow> flows, int agentIndex, LetterKind kind, int capacity, int perRound)
    {
        var flow = new Flow(device, agentIndex, kind, capacity, perRound);
        flows.Add(flow);
        return flow;
    }

    private async ValueTask TakeAsync(IMailbox mailbox, Letter letter, CancellationToken cancellation)
    {
        if (letter.Kind == (int)LetterKind.Again)
        {
            await SendAgainAsync(mailbox, letter, cancellation);
            return;
        }

        var flow = _incoming.Find(one => one.AgentIndex == letter.From && (int)one.Kind == letter.Kind);
        if (flow is null || letter.Scalars.Length != 3 || letter.Vector.Length > flow.Capacity)
        {
            throw new ExchangeException(
                $"agent {letter.From} sent a letter of kind {letter.Kind} with {letter.Vector.Length} floats, which "
                + "decoupled training does not know; do all agents run the same version?");
        }

        Keep(flow, letter);
    }

    /// <summary>A letter that has come before has the same content, so it is dropped.</summary>
    private void Keep(Flow flow, Letter letter)
    {
        var numbers = letter.Scalars.Span;
        var number = (int)numbers[0];
        if (number > flow.Newest)
        {
            var slot = flow.TakeNext().Begin(number, letter.Vector.Length, (int)numbers[1], numbers[2]);
            device.Upload(letter.Vector.Span, slot);
        }
    }

    private async ValueTask SendAgainAsync(IMailbox mailbox, Letter letter, CancellationToken cancellation)
    {
        var (from, theirs) = (letter.From, letter.Scalars.Length > 0 ? letter.Scalars.Span[0] : 0);
        if (_outgoing.Exists(flow => flow.AgentIndex == from && !flow.KeepsAllFrom(theirs)))
        {
            throw new ExchangeException(
                $"agent {from} has come back in round {theirs}, but this one is in round {_round[0]}: what was sent in "
                + "between is not kept. Start all agents anew with --fresh; with checkpoints.every=1 an agent that "
                + "was killed comes back where the others wait for it");
        }

        await SendKeptAsync(mailbox, from, cancellation);
    }

    private async ValueTask SendKeptAsync(IMailbox mailbox, int agentIndex, CancellationToken cancellation)
    {
        foreach (var flow in _outgoing.Where(flow => flow.AgentIndex == agentIndex))
        {
            foreach (var kept in flow.Letters)
            {
                await SendAsync(mailbox, flow, kept.Number, cancellation);
            }
        }
    }

    private static async ValueTask SendAsync(
        IMailbox mailbox,
        int agentIndex,
        LetterKind kind,
        ReadOnlyMemory<float> vector,
        ReadOnlyMemory<double> numbers,
        CancellationToken cancellation)
    {
        if (!await mailbox.SendAsync(agentIndex, (int)kind, vector, numbers, cancellation))
        {
            throw Gone(agentIndex);
        }
    }

    private static ExchangeException Gone(int agentIndex) => new(
        $"agent {agentIndex} has left for good or is held for dead: nobody else has its module and its rows, "
        + "so this agent cannot go on");
}
