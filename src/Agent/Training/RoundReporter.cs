using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Training;

/// <summary>Turns what an algorithm, the exchange and the clock say after a round into that round's metrics.</summary>
/// <param name="setup">The agent.</param>
/// <param name="learner">What it trains.</param>
/// <param name="exchange">Its neighbourhood, for the counters.</param>
/// <param name="sink">Receives the metrics.</param>
/// <param name="time">The clock.</param>
internal sealed class RoundReporter(
    AgentSetup setup, Learner learner, IRoundExchange exchange, IMetricsSink sink, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly LinkReader? _links = learner.Membership is null ? null : new(exchange);
    private readonly SketchRounds _sketches = new(setup.Run.Rounds);
    private double _evaluating;
    private double _lastSeconds;
    private double _lastWaited;

    /// <summary>Tracking epochs begun so far, the first not counted.</summary>
    public int Epochs { get; set; }

    /// <summary>Rounds passed over so far.</summary>
    public int Skipped { get; set; }

    /// <summary>The test accuracy when last evaluated, for classification.</summary>
    public double? LastAccuracy { get; private set; }

    /// <summary>The test cost when last evaluated.</summary>
    public double? LastCost { get; private set; }

    /// <summary>The best test accuracy so far.</summary>
    public double? BestAccuracy { get; private set; }

    /// <summary>The lowest test cost so far.</summary>
    public double? BestCost { get; private set; }

    /// <summary>Reports the state before the first round of this start.</summary>
    public RoundMetrics AtStart(int round) => After(round);

    /// <summary>Reports the state after so many rounds.</summary>
    public RoundMetrics After(int round)
    {
        var metrics = Measure(round);
        LastAccuracy = metrics.TestAccuracy ?? LastAccuracy;
        LastCost = metrics.TestCost ?? LastCost;
        BestAccuracy = metrics.TestAccuracy is { } best ? Math.Max(best, BestAccuracy ?? 0) : BestAccuracy;
        BestCost = metrics.TestCost is { } cost ? Math.Min(cost, BestCost ?? cost) : BestCost;
        _sketches.Note(metrics);
        sink.OnRound(metrics);
        return metrics;
    }

    /// <summary>What everybody is to know after a round.</summary>
    public AgentNews News(RoundMetrics metrics)
    {
        var news = AgentNews.Of(metrics, setup.Partition.Count, learner.Problem.AgentCount) with
        {
            Accuracy = LastAccuracy,
            TestCost = LastCost,
            FirstRound = learner.FirstRound,
            Links = _links?.Read(AgentNews.MostLinks),
        };
        return news.WithSketches(_sketches.Newest);
    }

    private RoundMetrics Measure(int round)
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
            Suspended = counters.Suspended,
            Settled = counters.Settled,
            Declined = counters.Declined,
            SuspendedLinks = exchange.SuspendedLinks,
            Epochs = Epochs,
            Skipped = Skipped,
            Links = _links?.Read(RoundMetrics.MostLinks),
        };
        (_lastSeconds, _lastWaited) = (seconds, counters.SecondsWaited);
        return WithEvaluation(metrics);
    }

    private RoundMetrics Describe(int round, double seconds)
    {
        var (outcome, problem) = (learner.Algorithm.Outcome, learner.Problem);
        var gap = Gap(outcome);
        return new RoundMetrics
        {
            Agent = setup.Id,
            Round = round,
            Seconds = seconds,
            Cost = outcome.Cost,
            Penalty = problem.Regularizer.Cost(problem.Device, learner.Algorithm.Weights),
            Disagreement = outcome.Disagreement,
            GradientNorm = outcome.Gradient is { } gradient ? Math.Sqrt(problem.Device.SquaredNorm(gradient)) : 0,
            TrackingSketch = Sketch(outcome),
            Stationarity = outcome.Tracker is null ? null : gap?.Norm,
            StationaritySketch = gap?.Sketch,
            Tau = double.IsNaN(outcome.Tau) ? null : outcome.Tau,
            StepSize = double.IsNaN(outcome.StepSize) ? null : outcome.StepSize,
            Staleness = outcome.Staleness,
            SolverIterations = outcome.Solve.InnerIterations,
        };
    }

    private double[]? Sketch(RoundOutcome outcome) =>
        outcome is { Tracker: { } tracker, Gradient: { } gradient }
            ? TrackingSketch.Of(
                setup.Device.Stage(tracker).Span, outcome.PushSumWeight, setup.Device.Stage(gradient).Span)
            : null;

    /// <summary>An agent that trains a part of the model has no gradient of the whole.</summary>
    private StationarityGap? Gap(RoundOutcome outcome)
    {
        var weights = learner.Algorithm.Weights;
        return (outcome.Tracker ?? outcome.Gradient) is { } gradient && gradient.Length == weights.Length
            ? StationarityGap.Of(
                setup.Device.Stage(weights).Span,
                setup.Device.Stage(gradient).Span,
                outcome.IsSocial ? null : learner.Problem.AgentCount,
                learner.Problem.Regularizer,
                outcome.PushSumWeight)
            : null;
    }

    private RoundMetrics WithEvaluation(RoundMetrics metrics)
    {
        _evaluating = 0;
        var isDue = metrics.Round % setup.Run.EvaluateEvery == 0 || metrics.Round == setup.Run.Rounds;
        if (learner.Review is null || !isDue)
        {
            return metrics;
        }

        var began = time.GetTimestamp();
        var evaluation = learner.Review.Evaluate(learner.Algorithm.Weights);
        _evaluating = time.GetElapsedTime(began).TotalSeconds;
        return metrics with
        {
            TestCost = evaluation.Cost,
            TestAccuracy = double.IsNaN(evaluation.Accuracy) ? null : evaluation.Accuracy,
        };
    }
}
