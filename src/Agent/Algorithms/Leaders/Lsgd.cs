using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>Synchronous LSGD: the agents of a group are pulled to the one of them that does best.</summary>
/// <remarks>
/// Y. Teng et al., "Leader stochastic gradient descent for distributed training of deep learning models", NeurIPS 2019,
/// equation 2. One round is τ steps x ← x − η h_i(x); then, from the same positions,
/// x ← x − λ (x − x̃^j) − λ_G (x − x̃),   x̃^j the best of group j, x̃ the best of all, the latter every few rounds
/// Everybody tells its loss, one number, in the message of the round; so all know who leads, without a server, and only
/// leaders send weights, by letters. A leader moves by its gradient alone.
/// </remarks>
internal sealed class Lsgd : IAlgorithm
{
    private const int Nobody = -1;

    private readonly LocalProblem _problem;
    private readonly AlgorithmOptions _options;
    private readonly AgentPlace _place;
    private readonly LeaderGroups _groups;
    private readonly LeaderWorker _worker;
    private readonly TimeSpan _patience;
    private readonly double[] _scalars = new double[2];
    private bool _isLate;
    private bool _hasGroup;
    private bool _hasAll;

    public Lsgd(LocalProblem problem, AlgorithmOptions options, AgentPlace place)
    {
        (_problem, _options, _place) = (problem, options, place);
        _groups = new(options.Leader, place.Schedule);
        _worker = new(problem, options);
        _patience = TimeSpan.FromSeconds(options.Leader.Patience);
    }

    public DeviceVector Weights => _worker.Weights;

    public RoundOutcome Outcome { get; } = new();

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        Outcome.StepSize = _options.Eta;
        Outcome.Cost = _worker.Start(weights, round);
        _isLate = round > 0;
    }

    /// <summary>There is no sum to begin anew: who leads is chosen in every round.</summary>
    public void Restart()
    {
    }

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

    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        (Outcome.Cost, Outcome.StepSize) = (_worker.Step(round), _worker.StepSize);
        (_scalars[0], _scalars[1]) = (round, _worker.Loss);
        // The cancellation is for the wait for letters; it would end the exchange, which hurries by itself.
        var messages = await neighbours.ExchangeAsync(round, default, _scalars.AsMemory(1), CancellationToken.None);
        var isGlobal = _groups.HasLeaderOfAll && (round + 1) % _options.Leader.GlobalPeriod == 0;
        var (ofGroup, ofAll) = Choose(messages);
        Send(messages, ofGroup, isGlobal ? ofAll : Nobody, neighbours.Mailbox);
        await ReceiveAsync(round, ofGroup, isGlobal ? ofAll : Nobody, neighbours.Mailbox, cancellation);
        Outcome.Disagreement = _worker.DistanceToLeader();
        Outcome.Staleness = _hasGroup || ofGroup == _place.AgentIndex ? 0 : (Outcome.Staleness ?? 0) + 1;
        Follow();
    }

    private (int OfGroup, int OfAll) Choose(RoundMessages messages)
    {
        var (ofGroup, ofAll) = (new LeaderChoice(), new LeaderChoice());
        for (var k = 0; k < messages.Count; k++)
        {
            var (agent, loss) = (messages[k].AgentIndex, messages[k].Scalars.Span[0]);
            ofAll.See(agent, loss);
            if (_groups.AreTogether(agent, _place.AgentIndex))
            {
                ofGroup.See(agent, loss);
            }
        }

        return (ofGroup.Leader, ofAll.Leader);
    }

    /// <summary>Only leaders send weights, to those who are to follow.</summary>
    private void Send(RoundMessages messages, int ofGroup, int ofAll, IMailbox mailbox)
    {
        var own = _place.AgentIndex;
        if (ofGroup != own && ofAll != own)
        {
            return;
        }

        var weights = _problem.Device.Stage(Weights).Span;
        for (var k = 0; k < messages.Count; k++)
        {
            var other = messages[k].AgentIndex;
            var isMine = ofGroup == own && _groups.AreTogether(own, other);
            var kind = (isMine, ofAll == own) switch
            {
                (true, true) => LeaderLetter.OfBoth,
                (true, false) => LeaderLetter.OfGroup,
                (false, true) => LeaderLetter.OfAll,
                _ => 0,
            };
            if (kind > 0 && other != own)
            {
                mailbox.TrySend(other, kind, weights, _scalars);
            }
        }
    }

    /// <summary>Waits for the weights of the leaders that others are; whose do not come in time, or before
    /// an agent that is to end gives up, is not followed.</summary>
    private async ValueTask ReceiveAsync(
        int round, int ofGroup, int ofAll, IMailbox mailbox, CancellationToken cancellation)
    {
        (_hasGroup, _hasAll) = (false, false);
        var own = _place.AgentIndex;
        _worker.ForgetLeaders(ofGroup == own, ofAll == own);
        TakeAll(mailbox, round, ofGroup, ofAll);
        if (IsMissing())
        {
            using var span = RoundTrace.Exchange();
            using var patience = new CancellationTokenSource(_patience, _place.Time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            try
            {
                while (IsMissing())
                {
                    using var letter = await mailbox.ReceiveAsync(end.Token);
                    Take(letter, round, ofGroup, ofAll);
                }
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The round goes on without them.
            }
        }

        bool IsMissing() => (ofGroup != own && !_hasGroup) || (ofAll != own && ofAll != Nobody && !_hasAll);
    }

    /// <summary>Whatever has come; letters of agents that this one does not hold for leaders too, which would fill the
    /// inbox.</summary>
    private void TakeAll(IMailbox mailbox, int round, int ofGroup, int ofAll)
    {
        while (mailbox.TryReceive() is { } letter)
        {
            using (letter)
            {
                Take(letter, round, ofGroup, ofAll);
            }
        }
    }

    private void Take(Letter letter, int round, int ofGroup, int ofAll)
    {
        if (letter.Vector.Length != _problem.WeightCount || letter.Scalars.Span[0] < round)
        {
            return;
        }

        if (letter.From == ofGroup && letter.Kind is LeaderLetter.OfGroup or LeaderLetter.OfBoth)
        {
            _worker.OfGroup.Learn(letter.Vector.Span);
            _hasGroup = true;
        }

        if (letter.From == ofAll && letter.Kind is LeaderLetter.OfAll or LeaderLetter.OfBoth)
        {
            _worker.OfAll.Learn(letter.Vector.Span);
            _hasAll = true;
        }
    }

    /// <summary>Who has come into a network that trains already begins at its leader.</summary>
    private void Follow()
    {
        if (_isLate && _hasGroup)
        {
            _worker.JumpTo(_worker.OfGroup);
            _isLate = false;
        }

        _worker.Follow(_hasGroup, _hasAll);
    }
}
