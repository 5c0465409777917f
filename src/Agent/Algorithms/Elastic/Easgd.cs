using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// Synchronous EASGD, with Nesterov momentum EAMSGD: workers explore around a centre that they pull and that pulls
/// them. The model is the centre.
/// </summary>
/// <remarks>
/// S. Zhang, A. Choromanska, Y. LeCun, "Deep learning with elastic averaging SGD", NeurIPS 2015. One round is τ steps,
/// with old positions on the right of everything (Jacobi form) and α the moving rate of a worker:
/// exchange   x̃ → workers,   x^i → centre
/// workers    x^i ← x^i − η h_i(x^i) − α (x^i − x̃),   then τ − 1 steps x^i ← x^i − η h_i(x^i)
/// centre     x̃ ← x̃ + Σ_i α (x^i − x̃)
/// EAMSGD     v^i ← δ v^i − η h_i(x^i + δ v^i),   x^i ← x^i + v^i − α (x^i − x̃)
/// In a tree of centres parent and child are attached like centre and worker, every few rounds. Elastic symmetry: what
/// one end of a link loses the other gains, so x̃ + Σ x^i changes by the gradients alone. A host sends x̃ and anybody
/// else x^i, so that a message is one vector; its scalar says of which tree.
/// </remarks>
internal sealed class Easgd(LocalProblem problem, AlgorithmOptions options, AgentPlace place) : IAlgorithm
{
    private readonly CentrePlace _place = new(place, options);
    private readonly ElasticWorker _worker = new(problem, options);
    private readonly DeviceVector _centre = problem.Device.Allocate(problem.WeightCount);
    private readonly double[] _tree = new double[1];
    private ReadOnlyMemory<float>[] _vectors = new ReadOnlyMemory<float>[2];
    private double[] _weights = new double[2];
    private int _count;

    /// <summary>x̃: the agent's own where it hosts one, else its parent's as it came last.</summary>
    public DeviceVector Weights => _centre;

    public RoundOutcome Outcome { get; } = new();

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        problem.Device.Upload(weights, _centre);
        Outcome.Cost = _worker.Start(weights, round);
        Outcome.StepSize = options.Eta;
    }

    /// <summary>Who has lost its state brings other weights; the tree may have changed. An agent that becomes a host
    /// begins at the newest centre that it has seen.</summary>
    public void Restart() => _place.Forget();

    public void Save(AlgorithmState state)
    {
        state.Set("Centre", problem.Device.Stage(_centre));
        state.Set(nameof(Outcome.Cost), Outcome.Cost);
        state.Set(nameof(Outcome.Disagreement), Outcome.Disagreement);
        _worker.Save(state);
    }

    public void Load(AlgorithmState state, int round)
    {
        problem.Device.Upload(state.Vector("Centre", problem.WeightCount), _centre);
        Outcome.Cost = state.Number(nameof(Outcome.Cost));
        Outcome.Disagreement = state.Number(nameof(Outcome.Disagreement));
        Outcome.StepSize = options.Eta;
        _worker.Load(state);
        _place.Forget();
    }

    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        _place.TryFind(neighbours);
        _tree[0] = _place.Tree.Fingerprint;
        var messages = await neighbours.ExchangeAsync(round, Message(), _tree, cancellation);
        Outcome.Staleness = _place.IsHost ? 0 : (Outcome.Staleness ?? 0) + 1;
        Pull(messages);
        (Outcome.Cost, Outcome.StepSize) = (_worker.Step(round), _worker.StepSize);
        Outcome.Disagreement = _worker.DistanceTo(_centre);
    }

    private ReadOnlyMemory<float> Message() => problem.Device.Stage(_place.IsHost ? _centre : _worker.Position);

    private void Pull(RoundMessages messages)
    {
        if (_place.IsHost)
        {
            PullAtHost(messages);
        }
        else
        {
            PullAtWorker(messages);
        }

        Settle(messages);
    }

    private void PullAtWorker(RoundMessages messages)
    {
        for (var k = 0; k < messages.Count; k++)
        {
            if (messages[k].AgentIndex == _place.Parent && messages[k].Scalars.Span[0].Equals(_tree[0]))
            {
                problem.Device.Upload(messages[k].Vectors.Span, _centre);
                _worker.PullTowards(_centre, _place.Rates.OfLinkAbove(_place.Own));
                Outcome.Staleness = 0;
            }
        }
    }

    /// <summary>x̃ ← (1 − Σ α_j) x̃ + Σ α_j x_j over what is attached to it, in agent order.</summary>
    private void PullAtHost(RoundMessages messages)
    {
        var rate = _place.Rates.OfWorkersAt(_place.Own);
        _worker.PullTowards(_centre, rate);
        Begin(problem.Device.Stage(_centre), messages.Count);
        for (var k = 0; k < messages.Count; k++)
        {
            var isOwn = messages[k].AgentIndex == _place.Own;
            if (isOwn)
            {
                Add(problem.Device.Stage(_worker.Position), rate);
            }
            else if (messages[k].Scalars.Span[0].Equals(_tree[0]))
            {
                Add(messages[k].Vectors, RateOf(messages[k].AgentIndex, messages.Round));
            }
        }

        problem.Device.Mix(_vectors.AsSpan(0, _count), _weights.AsSpan(0, _count), _centre);
    }

    /// <summary>
    /// What the other end of a link has counted in an earlier round, or will count likewise, this one makes up for:
    /// + α (theirs − own), the vectors of that round.
    /// </summary>
    private void Settle(RoundMessages messages)
    {
        foreach (ref readonly var late in messages.Settlements)
        {
            var rate = RateOf(late.AgentIndex, late.Round);
            var moved = _place.IsHost ? _centre : _worker.Position;
            Begin(problem.Device.Stage(moved), 3);
            (_vectors[1], _weights[1]) = (late.Theirs, rate);
            (_vectors[2], _weights[2]) = (late.Own, -rate);
            problem.Device.Mix(_vectors.AsSpan(0, 3), _weights.AsSpan(0, 3), moved);
        }
    }

    /// <summary>Rate of the link with another agent in a round; 0 where the tree has none, or none then.</summary>
    private double RateOf(int other, int round)
    {
        var child = other == _place.Parent ? _place.Own : other;
        if (other != _place.Parent && _place.Tree.ParentOf(other) != _place.Own)
        {
            return 0;
        }

        var isDue = !_place.Tree.IsHost(child) || round % options.Elastic.TreePeriod == 0;
        return isDue ? _place.Rates.OfLinkAbove(child) : 0;
    }

    private void Begin(ReadOnlyMemory<float> moved, int capacity)
    {
        if (_vectors.Length <= capacity)
        {
            _vectors = new ReadOnlyMemory<float>[capacity + 1];
            _weights = new double[capacity + 1];
        }

        (_vectors[0], _weights[0], _count) = (moved, 1, 1);
    }

    private void Add(ReadOnlyMemory<float> vector, double rate)
    {
        if (rate > 0)
        {
            (_vectors[_count], _weights[_count]) = (vector, rate);
            _weights[0] -= rate;
            _count++;
        }
    }
}
