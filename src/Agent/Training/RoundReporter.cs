using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Training;

/// <summary>Turns what an algorithm, the exchange and the clock say after a round into that round's metrics.</summary>
/// <param name="setup">The agent.</param>
/// <param name="problem">Its local problem.</param>
/// <param name="algorithm">Its algorithm.</param>
/// <param name="evaluate">Evaluates the present weights on the test set, or null when there is none.</param>
/// <param name="exchange">Its neighbourhood, for the counters.</param>
/// <param name="time">The clock.</param>
internal sealed class RoundReporter(
    AgentSetup setup,
    LocalProblem problem,
    IAlgorithm algorithm,
    Func<Evaluation>? evaluate,
    IRoundExchange exchange,
    TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private double _evaluating;
    private double _lastSeconds;
    private double _lastWaited;

    /// <summary>The state before the first round.</summary>
    public RoundMetrics AtStart() => After(round: 0);

    /// <summary>The state after so many rounds.</summary>
    public RoundMetrics After(int round)
    {
        var seconds = time.GetElapsedTime(_start).TotalSeconds;
        var counters = exchange.Counters;
        var waited = counters.SecondsWaited - _lastWaited;
        var spent = seconds - _lastSeconds;
        var metrics = Describe(round, seconds) with
        {
            SecondsWaiting = waited,
            SecondsComputing = Math.Max(0, spent - waited - _evaluating),
            BytesSent = counters.BytesSent,
            BytesReceived = counters.BytesReceived,
        };
        (_lastSeconds, _lastWaited) = (seconds, counters.SecondsWaited);
        return WithEvaluation(metrics);
    }

    private RoundMetrics Describe(int round, double seconds)
    {
        var outcome = algorithm.Outcome;
        return new RoundMetrics
        {
            Agent = setup.Id,
            Round = round,
            Seconds = seconds,
            Cost = outcome.Cost,
            Penalty = problem.Regularizer.Cost(problem.Device, algorithm.Weights),
            Disagreement = outcome.Disagreement,
            GradientNorm = outcome.Gradient is { } gradient ? Math.Sqrt(problem.Device.SquaredNorm(gradient)) : 0,
            TrackingSketch = Sketch(outcome),
            Tau = double.IsNaN(outcome.Tau) ? null : outcome.Tau,
            StepSize = double.IsNaN(outcome.StepSize) ? null : outcome.StepSize,
            SolverIterations = outcome.Solve.InnerIterations,
        };
    }

    private double[]? Sketch(RoundOutcome outcome) =>
        outcome is { Tracker: { } tracker, Gradient: { } gradient }
            ? TrackingSketch.Of(
                problem.Device.Stage(tracker).Span, outcome.PushSumWeight, problem.Device.Stage(gradient).Span)
            : null;

    private RoundMetrics WithEvaluation(RoundMetrics metrics)
    {
        _evaluating = 0;
        if (evaluate is null || (metrics.Round % setup.Run.EvaluateEvery != 0 && metrics.Round != setup.Run.Rounds))
        {
            return metrics;
        }

        var began = time.GetTimestamp();
        var evaluation = evaluate();
        _evaluating = time.GetElapsedTime(began).TotalSeconds;
        return metrics with
        {
            TestCost = evaluation.Cost,
            TestAccuracy = double.IsNaN(evaluation.Accuracy) ? null : evaluation.Accuracy,
        };
    }
}
