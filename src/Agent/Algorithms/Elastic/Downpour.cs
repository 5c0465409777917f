using System.Numerics.Tensors;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>DOWNPOUR, and with an average beside its centre ADOWNPOUR and MVADOWNPOUR: baselines of EASGD.</summary>
/// <remarks>
/// S. Zhang, A. Choromanska, Y. LeCun, NeurIPS 2015, section 4.1; DOWNPOUR is of J. Dean et al., NeurIPS 2012. Every τ
/// steps of its own, with b^i the centre that the worker has begun from:
/// worker → centre   v^i = x^i − b^i = −Σ η h_i over the τ steps
/// centre            x̃ ← x̃ + v^i,   z ← (1 − a) z + a x̃;   answers x̃ (and z)
/// worker            x^i ← x̃,   b^i ← x̃,   after waiting for the answer
/// An answer that comes later than the worker waits finds it elsewhere: then x^i ← x̃ + (x^i − s), with s the position
/// when it sent, so that no step is lost. The model is x̃, or z where there is one.
/// </remarks>
internal sealed class Downpour : CentredAlgorithm
{
    private const string Origin = "Origin";
    private const string AtSending = "AtSending";
    private const string Meetings = "Meetings";

    private readonly Centre _centre;
    private readonly AveragedCentre? _averaged;
    private readonly ILocalSteps _steps;
    private readonly DeviceVector _position;
    private readonly float[] _origin;
    private readonly float[] _atSending;
    private readonly float[] _moved;
    private readonly float[] _answer;

    private Downpour(
        LocalProblem problem, AlgorithmOptions options, AgentPlace place, Centre centre, AveragedCentre? averaged)
        : base(problem, options, place, centre)
    {
        (_centre, _averaged, _steps) = (centre, averaged, LocalSteps.Create(problem, options));
        _position = problem.Device.Allocate(problem.WeightCount);
        _origin = new float[problem.WeightCount];
        _atSending = new float[problem.WeightCount];
        _moved = new float[problem.WeightCount];
        _answer = new float[centre.AnswerLength];
    }

    protected override double StepSize => _steps.StepSize;

    /// <summary>The algorithm without an average.</summary>
    public static Downpour Plain(LocalProblem problem, AlgorithmOptions options, AgentPlace place) =>
        new(problem, options, place, new DownpourCentre(problem.WeightCount), averaged: null);

    /// <summary>With an average of rate a, or of all centres so far.</summary>
    public static Downpour Averaged(LocalProblem problem, AlgorithmOptions options, AgentPlace place, double? rate)
    {
        var centre = new AveragedCentre(problem.WeightCount, rate);
        return new(problem, options, place, centre, centre);
    }

    public override void Save(AlgorithmState state)
    {
        base.Save(state);
        state.Set("Position", Problem.Device.Stage(_position));
        state.Set(Origin, _origin);
        state.Set(AtSending, _atSending);
        state.Set(Meetings, _averaged?.Meetings ?? 0);
        _steps.Save(state);
    }

    public override void Load(AlgorithmState state, int round)
    {
        base.Load(state, round);
        Problem.Device.Upload(state.Vector("Position", Problem.WeightCount), _position);
        state.Vector(Origin, _origin.Length).CopyTo(_origin);
        state.Vector(AtSending, _atSending.Length).CopyTo(_atSending);
        _steps.Load(state);
        if (_averaged is not null)
        {
            _averaged.Meetings = (long)state.Number(Meetings);
        }
    }

    protected override ReadOnlySpan<float> AnswerFor(ReadOnlySpan<float> weights) =>
        _averaged is null ? weights : (float[])[.. weights, .. weights];

    protected override ReadOnlySpan<float> ModelOf(ReadOnlySpan<float> answer) => answer[^Problem.WeightCount..];

    protected override double StartAt(ReadOnlySpan<float> weights, int round)
    {
        JumpTo(weights);
        Problem.Objective.SelectBatch(round * Options.LocalSteps);
        return Problem.SocialGradient(_position, Weights);
    }

    protected override void JumpTo(ReadOnlySpan<float> weights)
    {
        Problem.Device.Upload(weights, _position);
        weights.CopyTo(_origin);
        _steps.Reset();
    }

    protected override double DistanceToCentre()
    {
        var norm = Math.Sqrt(Problem.Device.SquaredNorm(_position));
        return Math.Sqrt(Problem.Device.SquaredDistance(_position, Weights)) / Math.Max(norm, float.Epsilon);
    }

    protected override async ValueTask<double> TrainAsync(
        int round, IMailbox mailbox, CancellationToken cancellation)
    {
        var cost = Solve(round);
        if (Desk.IsHosting)
        {
            Bring();
            _centre.Meet(_moved, rate: 1, _answer);
            GoOnFrom(_answer);
            return cost;
        }

        await TakeAnswerAsync(cancellation);
        if (Desk.Place.Parent >= 0 && !Desk.Above.IsUnderWay)
        {
            Bring();
            Desk.Above.TrySend(mailbox, Desk.Place.Parent, _moved, rate: 1);
            await TakeAnswerAsync(cancellation);
        }

        return cost;
    }

    private double Solve(int round)
    {
        using var span = RoundTrace.Solve();
        return _steps.Run(_position, round * Options.LocalSteps, Options.LocalSteps);
    }

    /// <summary>v^i, and the position that it leads to.</summary>
    private void Bring()
    {
        Problem.Device.Download(_position, _atSending);
        TensorPrimitives.Subtract(_atSending, _origin, _moved);
    }

    private async ValueTask TakeAnswerAsync(CancellationToken cancellation)
    {
        await Desk.WaitAsync(cancellation);
        if (Desk.TryTakeAnswer())
        {
            GoOnFrom(Desk.Above.Answer);
        }
    }

    /// <summary>x^i ← x̃ + (x^i − s); exactly x̃ for a worker that has waited.</summary>
    private void GoOnFrom(ReadOnlySpan<float> answer)
    {
        var centre = answer[..Problem.WeightCount];
        centre.CopyTo(_origin);
        TensorPrimitives.Subtract(Problem.Device.Stage(_position).Span, _atSending, _moved);
        TensorPrimitives.Add(_moved, centre, _moved);
        Problem.Device.Upload(_moved, _position);
    }
}
