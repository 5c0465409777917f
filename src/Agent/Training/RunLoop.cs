using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Agent.Training;

/// <summary>The rounds of one agent, until its network stops or it is to end.</summary>
internal sealed class RunLoop(
    AgentSetup setup,
    Learner learner,
    IRoundExchange exchange,
    RoundReporter reporter,
    CheckpointPlan? checkpoints,
    RunControl control,
    ILogger logger)
{
    private readonly StopRule _stop = new(setup.Run.Stop);
    private readonly bool _usesNetwork = learner.Membership is not null;

    /// <summary>Rounds done; the next one has this number.</summary>
    public int Done { get; private set; } = learner.FirstRound;

    /// <summary>Does round after round.</summary>
    /// <exception cref="ExchangeException">The transport failed.</exception>
    /// <exception cref="DivergedException">The cost is no longer finite.</exception>
    public async Task RunAsync()
    {
        Tell(reporter.AtStart(Done));
        while (!await IsOverAsync())
        {
            Begin(_usesNetwork ? exchange.NextRound() : new(Done, IsNewEpoch: false, Skipped: 0));
            await RunRoundAsync();
            Done++;
            Tell(reporter.After(Done));
            checkpoints?.SaveWhenDue(Done, learner, exchange);
        }
    }

    private void Begin(RoundStart start)
    {
        if (start.Skipped > 0)
        {
            AgentLog.Jumped(logger, setup.Id, Done, start.Round);
            reporter.Skipped += start.Skipped;
        }

        if (start.IsNewEpoch)
        {
            learner.Membership!.Renew();
            learner.Algorithm.Restart();
            reporter.Epochs++;
            AgentLog.EpochBegan(logger, setup.Id, start.Round, learner.Membership.Agents, learner.Membership.Rows);
        }

        Done = start.Round;
    }

    private async ValueTask RunRoundAsync()
    {
        try
        {
            await learner.Algorithm.RoundAsync(Done, exchange, CancellationToken.None);
        }
        catch (NotPositiveDefiniteException e)
        {
            throw Diverged(e);
        }

        if (!double.IsFinite(learner.Algorithm.Outcome.Cost))
        {
            throw Diverged(inner: null);
        }
    }

    private DivergedException Diverged(Exception? inner) => new(
        $"agent {setup.Id}: the cost is no longer finite in round {Done}: "
        + "raise algorithm.tau, or lower algorithm.alpha (or algorithm.eta)",
        inner!);

    /// <summary>Puts news on the bulletin now and then; who sees there that the goal is reached stops all.</summary>
    private void Tell(RoundMetrics metrics)
    {
        if (!_usesNetwork || !exchange.IsRecordDue)
        {
            return;
        }

        var news = AgentNews.Of(
            metrics, setup.Partition.Count, learner.Problem.AgentCount, reporter.LastAccuracy);
        exchange.Publish(Done, news.ToBytes());
        if (exchange.StopAt is null && _stop.IsMet(exchange.Records))
        {
            AgentLog.GoalReached(logger, setup.Id, Done);
            exchange.RequestStop();
        }
    }

    /// <summary>Everybody stops after the same round, so that nobody's last message is missed.</summary>
    private async ValueTask<bool> IsOverAsync()
    {
        if (control.Ending.IsCancellationRequested)
        {
            return true;
        }

        if (control.TakeStopRequest())
        {
            exchange.RequestStop();
        }

        try
        {
            var isLast = Done >= setup.Run.Rounds;
            var isAgreed = IsStopDue(isLast) && await exchange.AgreeOnStopAsync(Done, control.Ending);
            return isLast || isAgreed;
        }
        catch (OperationCanceledException) when (control.Ending.IsCancellationRequested)
        {
            return true;
        }
    }

    private bool IsStopDue(bool isLast) => _usesNetwork && (isLast || exchange.StopAt <= Done);
}
