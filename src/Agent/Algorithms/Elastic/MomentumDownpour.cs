using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>MDOWNPOUR: workers bring single gradients to a centre with Nesterov momentum; a baseline of
/// EAMSGD.</summary>
/// <remarks>
/// S. Zhang, A. Choromanska, Y. LeCun, NeurIPS 2015, section 4.1; one step between two letters:
/// worker → centre   h_i(u) at the last u = x̃ + δ v that the centre has answered
/// centre            v ← δ v − η h_i,   x̃ ← x̃ + v;   answers x̃ + δ v
/// The model is the newest x̃ + δ v, which is where the next gradient is taken.
/// </remarks>
internal sealed class MomentumDownpour : CentredAlgorithm
{
    private readonly MomentumCentre _centre;
    private readonly DeviceVector _position;
    private readonly DeviceVector _gradient;
    private readonly float[] _answer;

    public MomentumDownpour(LocalProblem problem, AlgorithmOptions options, AgentPlace place, double momentum)
        : this(problem, options, place, new MomentumCentre(problem.WeightCount, options.Eta, momentum))
    {
    }

    private MomentumDownpour(
        LocalProblem problem, AlgorithmOptions options, AgentPlace place, MomentumCentre centre)
        : base(problem, options, place, centre)
    {
        _centre = centre;
        _position = problem.Device.Allocate(problem.WeightCount);
        _gradient = problem.Device.Allocate(problem.WeightCount);
        _answer = new float[problem.WeightCount];
    }

    protected override double StepSize => Options.Eta;

    public override void Save(AlgorithmState state)
    {
        base.Save(state);
        state.Set("Position", Problem.Device.Stage(_position));
        state.Set("Velocity", _centre.Velocity());
    }

    public override void Load(AlgorithmState state, int round)
    {
        base.Load(state, round);
        Problem.Device.Upload(state.Vector("Position", Problem.WeightCount), _position);
        _centre.GoOnWith(state.Vector("Velocity", Problem.WeightCount));
    }

    protected override double StartAt(ReadOnlySpan<float> weights, int round)
    {
        JumpTo(weights);
        return Differentiate(round);
    }

    protected override void JumpTo(ReadOnlySpan<float> weights) => Problem.Device.Upload(weights, _position);

    protected override double DistanceToCentre()
    {
        var norm = Math.Sqrt(Problem.Device.SquaredNorm(_position));
        return Math.Sqrt(Problem.Device.SquaredDistance(_position, Weights)) / Math.Max(norm, float.Epsilon);
    }

    protected override async ValueTask<double> TrainAsync(
        int round, IMailbox mailbox, CancellationToken cancellation)
    {
        var cost = Differentiate(round);
        if (Desk.IsHosting)
        {
            _centre.Meet(Problem.Device.Stage(_gradient).Span, rate: 1, _answer);
            JumpTo(_answer);
            return cost;
        }

        await TakeAnswerAsync(cancellation);
        if (Desk.Place.Parent >= 0 && !Desk.Above.IsUnderWay)
        {
            Desk.Above.TrySend(mailbox, Desk.Place.Parent, Problem.Device.Stage(_gradient).Span, rate: 1);
            await TakeAnswerAsync(cancellation);
        }

        return cost;
    }

    private double Differentiate(int round)
    {
        using var span = RoundTrace.Solve();
        Problem.Objective.SelectBatch(round);
        return Problem.SocialGradient(_position, _gradient);
    }

    private async ValueTask TakeAnswerAsync(CancellationToken cancellation)
    {
        await Desk.WaitAsync(cancellation);
        if (Desk.TryTakeAnswer())
        {
            JumpTo(Desk.Above.Answer);
        }
    }
}
