using Murmuration.Agent.Configuration;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>Asynchronous LSGD: nobody waits; who does best as far as it knows sends its weights to the
/// others.</summary>
/// <remarks>
/// Y. Teng et al., NeurIPS 2019, Algorithm 1, by letters. Every τ steps of its own an agent tells the others its loss,
/// and its weights too where it has the lowest loss that it knows of; it goes λ of the way to the newest weights that
/// have come from an agent that does better than itself, once for each letter. An agent that has departed, or has not
/// been heard of for some rounds, leads nobody.
/// </remarks>
internal sealed class AsynchronousLsgd : IAsynchronousAlgorithm
{
    private readonly LocalProblem _problem;
    private readonly AlgorithmOptions _options;
    private readonly AgentPlace _place;
    private readonly LeaderGroups _groups;
    private readonly LeaderWorker _worker;
    private readonly LeaderBoard _board;
    private readonly double[] _scalars = new double[2];
    private bool _isNew;
    private bool _isLate;
    private bool _mustLook = true;

    public AsynchronousLsgd(LocalProblem problem, AlgorithmOptions options, AgentPlace place)
    {
        (_problem, _options, _place) = (problem, options, place);
        _groups = new(options.Leader, place.Schedule);
        _worker = new(problem, options);
        _board = new(place.Schedule.Agents.Count, problem.WeightCount);
    }

    public DeviceVector Weights => _worker.Weights;

    public RoundOutcome Outcome { get; } = new();

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        Outcome.StepSize = _options.Eta;
        Outcome.Cost = _worker.Start(weights, round);
        (_isNew, _mustLook) = (true, true);
    }

    /// <summary>Agents have come or gone: the next round looks who may lead.</summary>
    public void Restart() => _mustLook = true;

    public void Save(AlgorithmState state)
    {
        _worker.Save(state);
        state.Set(nameof(Outcome.Cost), Outcome.Cost);
    }

    public void Load(AlgorithmState state, int round)
    {
        _worker.Load(state);
        Outcome.StepSize = _options.Eta;
        Outcome.Cost = state.Number(nameof(Outcome.Cost));
    }

    public async Task ServeAsync(IRoundExchange neighbours, CancellationToken cancellation)
    {
        while (true)
        {
            using var letter = await neighbours.Mailbox.ReceiveAsync(cancellation);
            _board.Take(letter);
        }
    }

    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        // Agents that share threads take turns, and their letters are taken in between.
        await Task.Yield();
        Look(neighbours);
        (Outcome.Cost, Outcome.StepSize) = (_worker.Step(round), _worker.StepSize);
        _board.Note(_place.AgentIndex, round, _worker.Loss);
        Tell(round, neighbours.Mailbox);
        Follow();
    }

    private void Look(IRoundExchange neighbours)
    {
        if (!_mustLook)
        {
            return;
        }

        var records = neighbours.Records;
        _board.Admit(records.Where(Membership.IsMember).Select(record => record.AgentIndex));
        _isLate = _isNew && records.Any(record => record.Round > 0);
        (_isNew, _mustLook) = (false, false);
    }

    private void Tell(int round, IMailbox mailbox)
    {
        var own = _place.AgentIndex;
        var leadsGroup = _board.Choose(own, round, other => _groups.AreTogether(own, other)) == own;
        var isDue = _groups.HasLeaderOfAll && (round + 1) % _options.Leader.GlobalPeriod == 0;
        var leadsAll = isDue && _board.Choose(own, round, static _ => true) == own;
        var weights = _problem.Device.Stage(Weights).Span;
        (_scalars[0], _scalars[1]) = (round, _worker.Loss);
        foreach (var other in _place.Schedule.EverNeighbours(own))
        {
            var isMine = _groups.AreTogether(own, other);
            var kind = (leadsGroup && isMine, leadsAll) switch
            {
                (true, true) => LeaderLetter.OfBoth,
                (true, false) => LeaderLetter.OfGroup,
                (false, true) => LeaderLetter.OfAll,
                _ => LeaderLetter.Loss,
            };
            if (isMine || _groups.HasLeaderOfAll)
            {
                mailbox.TrySend(other, kind, kind == LeaderLetter.Loss ? [] : weights, _scalars);
            }
        }

        _worker.ForgetLeaders(leadsGroup, leadsAll);
    }

    /// <summary>Who has come into a network that trains already begins at its leader.</summary>
    private void Follow()
    {
        var hasGroup = _board.TryTake(LeaderLetter.OfGroup, _place.AgentIndex, _worker.OfGroup);
        var hasAll = _board.TryTake(LeaderLetter.OfAll, _place.AgentIndex, _worker.OfAll);
        if (_isLate && hasGroup)
        {
            _worker.JumpTo(_worker.OfGroup);
            _isLate = false;
        }

        var isWaiting = !hasGroup && _worker.OfGroup.IsKnown;
        Outcome.Staleness = isWaiting ? (Outcome.Staleness ?? 0) + 1 : 0;
        Outcome.Disagreement = _worker.DistanceToLeader();
        _worker.Follow(hasGroup, hasAll);
    }
}
