using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>Asynchronous EASGD, with Nesterov momentum EAMSGD: every worker meets the centre when it likes.</summary>
/// <remarks>
/// S. Zhang, A. Choromanska, Y. LeCun, NeurIPS 2015, Algorithms 1 and 2, by letters. Every τ steps of its own:
/// worker → centre   x^i, kept as s
/// centre            answers x̃, then x̃ ← x̃ + α (s − x̃)
/// worker            on the answer  x^i ← x^i − α (s − x̃),  the same bits; meanwhile it goes on stepping
/// The host's own worker meets the centre without a letter. In a tree a centre meets the one above it as a worker does.
/// x̃ + Σ x^i changes by the gradients alone, whatever comes late. Where no answer comes the worker trains on alone,
/// and asks again when it has come, or can come no more.
/// </remarks>
internal sealed class AsynchronousEasgd : CentredAlgorithm
{
    private const string CentreIsOnItsWay = "CentreIsOnItsWay";

    private readonly ElasticCentre _centre;
    private readonly ElasticWorker _worker;
    private readonly float[] _scratch;
    private bool _isCentreOnItsWay;

    public AsynchronousEasgd(LocalProblem problem, AlgorithmOptions options, AgentPlace place)
        : this(problem, options, place, new(problem.WeightCount))
    {
    }

    private AsynchronousEasgd(LocalProblem problem, AlgorithmOptions options, AgentPlace place, ElasticCentre centre)
        : base(problem, options, place, centre)
    {
        (_centre, _worker) = (centre, new(problem, options));
        _scratch = new float[problem.WeightCount];
    }

    protected override double StepSize => _worker.StepSize;

    public override void Save(AlgorithmState state)
    {
        base.Save(state);
        state.Set(CentreIsOnItsWay, _isCentreOnItsWay ? 1 : 0);
        _worker.Save(state);
    }

    public override void Load(AlgorithmState state, int round)
    {
        base.Load(state, round);
        _isCentreOnItsWay = state.Number(CentreIsOnItsWay) > 0;
        _worker.Load(state);
    }

    protected override double StartAt(ReadOnlySpan<float> weights, int round) => _worker.Start(weights, round);

    protected override void JumpTo(ReadOnlySpan<float> weights) => _worker.JumpTo(weights);

    protected override double DistanceToCentre() => _worker.DistanceTo(Weights);

    protected override async ValueTask<double> TrainAsync(
        int round, IMailbox mailbox, CancellationToken cancellation)
    {
        await Desk.WaitAsync(cancellation);
        TakeAnswer();
        if (Desk.IsHosting)
        {
            MeetOwnCentre();
        }

        Ask(round, mailbox);
        return _worker.Step(round);
    }

    private void TakeAnswer()
    {
        var above = Desk.Above;
        if (!Desk.TryTakeAnswer())
        {
            return;
        }

        ElasticMove.Difference(above.Rate, above.Sent, above.Answer, _scratch);
        if (_isCentreOnItsWay)
        {
            _centre.Pull(_scratch);
        }
        else
        {
            _worker.Pull(_scratch);
            _worker.ApplyPull();
        }
    }

    private void MeetOwnCentre()
    {
        var position = Problem.Device.Stage(_worker.Position).Span;
        var rate = Desk.Place.Rates.OfWorkersAt(Desk.Place.Own);
        _centre.Meet(position, rate, _scratch);
        ElasticMove.Difference(rate, position, _scratch, _scratch);
        _worker.Pull(_scratch);
    }

    private void Ask(int round, IMailbox mailbox)
    {
        var (place, above) = (Desk.Place, Desk.Above);
        var isDue = !Desk.IsHosting || round % Options.Elastic.TreePeriod == 0;
        if (place.Parent < 0 || above.IsUnderWay || !isDue)
        {
            return;
        }

        _isCentreOnItsWay = Desk.IsHosting;
        if (_isCentreOnItsWay)
        {
            _centre.CopyTo(_scratch);
            above.TrySend(mailbox, place.Parent, _scratch, place.Rates.OfLinkAbove(place.Own));
        }
        else
        {
            var position = Problem.Device.Stage(_worker.Position).Span;
            above.TrySend(mailbox, place.Parent, position, place.Rates.OfLinkAbove(place.Own));
        }
    }
}
