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
    private readonly SketchRounds _sketches = new(setup.Run.Rounds, setup.Run.EvaluateEvery);
    private readonly RoundMetrics _metrics = new() { Agent = setup.Id, Round = 0, Seconds = 0, Cost = 0, Penalty = 0 };
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

    /// <summary>How far the weights were from a stationary point when last looked at.</summary>
    public double? LastStationarity { get; private set; }

    /// <summary>The best test accuracy so far.</summary>
    public double? BestAccuracy { get; private set; }

    /// <summary>The lowest test cost so far.</summary>
    public double? BestCost { get; private set; }

    /// <summary>Reports the state before the first round of this start.</summary>
    public RoundMetrics AtStart(int round) => After(round);

    /// <summary>Reports the state after so many rounds; the report is valid until the next.</summary>
    public RoundMetrics After(int round)
    {
        Measure(round);
        LastAccuracy = _metrics.TestAccuracy ?? LastAccuracy;
        LastCost = _metrics.TestCost ?? LastCost;
        LastStationarity = _metrics.Stationarity ?? LastStationarity;
        BestAccuracy = _metrics.TestAccuracy is { } best ? Math.Max(best, BestAccuracy ?? 0) : BestAccuracy;
        BestCost = _metrics.TestCost is { } cost ? Math.Min(cost, BestCost ?? cost) : BestCost;
        sink.OnRound(_metrics);
        return _metrics;
    }

    /// <summary>What everybody is to know after a round.</summary>
    public AgentNews News(RoundMetrics metrics)
    {
        var news = AgentNews.Of(metrics, setup.Partition.Count, learner.Problem.AgentCount) with
        {
            Accuracy = LastAccuracy,
            TestCost = LastCost,
            Stationarity = LastStationarity,
            FirstRound = learner.FirstRound,
            Links = _links?.Read(AgentNews.MostLinks),
        };
        return news.WithSketches(_sketches.Newest);
    }

    private void Measure(int round)
    {
        var seconds = time.GetElapsedTime(_start).TotalSeconds;
        var counters = exchange.Counters;
        var waited = counters.SecondsWaited - _lastWaited;
        var spent = seconds - _lastSeconds;
        (_metrics.Round, _metrics.Seconds) = (round, seconds);
        _metrics.SecondsWaiting = waited;
        _metrics.SecondsComputing = Math.Max(0, spent - waited - _evaluating);
        (_metrics.BytesSent, _metrics.BytesReceived) = (counters.BytesSent, counters.BytesReceived);
        (_metrics.Suspended, _metrics.Settled) = (counters.Suspended, counters.Settled);
        (_metrics.Declined, _metrics.SuspendedLinks) = (counters.Declined, exchange.SuspendedLinks);
        (_metrics.Epochs, _metrics.Skipped) = (Epochs, Skipped);
        _metrics.Links = _links?.Read(RoundMetrics.MostLinks);
        (_lastSeconds, _lastWaited) = (seconds, counters.SecondsWaited);
        Describe(learner.Algorithm.Outcome);
        Sketch(learner.Algorithm.Outcome, _sketches.IsDue(round, seconds));
        Evaluate(round);
    }

    private void Describe(RoundOutcome outcome)
    {
        var problem = learner.Problem;
        (_metrics.Cost, _metrics.Disagreement) = (outcome.Cost, outcome.Disagreement);
        _metrics.Penalty = problem.Regularizer.Cost(problem.Device, learner.Algorithm.Weights);
        _metrics.GradientNorm =
            outcome.Gradient is { } gradient ? Math.Sqrt(problem.Device.SquaredNorm(gradient)) : 0;
        _metrics.Tau = double.IsNaN(outcome.Tau) ? null : outcome.Tau;
        _metrics.StepSize = double.IsNaN(outcome.StepSize) ? null : outcome.StepSize;
        _metrics.Staleness = outcome.Staleness;
        _metrics.SolverIterations = outcome.Solve.InnerIterations;
    }

    private void Sketch(RoundOutcome outcome, bool isDue)
    {
        (_metrics.TrackingSketch, _metrics.Stationarity, _metrics.StationaritySketch) = (null, null, null);
        if (isDue)
        {
            var gap = Gap(outcome);
            _metrics.TrackingSketch = TrackingSketchOf(outcome);
            _metrics.Stationarity = outcome.Tracker is null ? null : gap?.Norm;
            _metrics.StationaritySketch = gap?.Sketch;
            _sketches.Note(_metrics);
        }
    }

    private double[]? TrackingSketchOf(RoundOutcome outcome) =>
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

    private void Evaluate(int round)
    {
        (_evaluating, _metrics.TestCost, _metrics.TestAccuracy) = (0, null, null);
        var isDue = round % setup.Run.EvaluateEvery == 0 || round == setup.Run.Rounds;
        if (learner.Review is null || !isDue)
        {
            return;
        }

        var began = time.GetTimestamp();
        var evaluation = learner.Review.Evaluate(learner.Algorithm.Weights);
        _evaluating = time.GetElapsedTime(began).TotalSeconds;
        _metrics.TestCost = evaluation.Cost;
        _metrics.TestAccuracy = double.IsNaN(evaluation.Accuracy) ? null : evaluation.Accuracy;
    }
}
