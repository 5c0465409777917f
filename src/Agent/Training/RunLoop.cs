using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Agent.Training;

/// <summary>The rounds of one agent, until its network stops or it is to end.</summary>
[SuppressMessage("Design", "CA1001", Justification = "What it runs on is its caller's.")]
internal sealed class RunLoop(
    AgentSetup setup,
    Learner learner,
    IRoundExchange exchange,
    RoundReporter reporter,
    CheckpointPlan? checkpoints,
    RunControl control,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>How long an agent that is to end still waits for the letters of its round.</summary>
    public static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    private readonly string _run = $"{setup.Run.Name}\n{setup.Run.Seed}\n{setup.Schedule.Fingerprint}";
    private readonly TracedExchange _traced = new(exchange);
    private readonly StopRule _stop = new(setup.Run.Stop);
    private readonly bool _usesNetwork = learner.Membership is not null;
    private readonly IAsynchronousAlgorithm? _asynchronous = learner.Algorithm as IAsynchronousAlgorithm;
    private readonly IMessageAlgorithm? _messages = learner.Algorithm as IMessageAlgorithm;
    private readonly bool _usesLetters = AlgorithmCatalog.UsesLetters(setup.Run.Algorithm);
    private CancellationToken _patience;

    /// <summary>Rounds done; the next one has this number.</summary>
    public int Done { get; private set; } = learner.FirstRound;

    /// <summary>Does round after round.</summary>
    /// <exception cref="ExchangeException">The transport failed.</exception>
    /// <exception cref="DivergedException">The cost is no longer finite.</exception>
    public async Task RunAsync()
    {
        using var end = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var hurry = control.Ending.Register(() => giveUp.CancelAfter(EndGrace));
        // Rounds of messages are hurried by the exchange; letters are waited for as long as it takes.
        _patience = AlgorithmCatalog.SendsLetters(setup.Run.Algorithm) ? giveUp.Token : CancellationToken.None;
        control.StopAsked = _usesLetters ? PassStopOn : static () => { };
        control.IsServing = _asynchronous is not null;
        var serving = _asynchronous?.ServeAsync(exchange, end.Token) ?? Task.CompletedTask;
        try
        {
            await RunRoundsAsync(serving);
        }
        finally
        {
            control.StopAsked = static () => { };
            await end.CancelAsync();
            await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunRoundsAsync(Task serving)
    {
        Tell(reporter.AtStart(Done));
        while (!await IsOverAsync(serving))
        {
            Begin(NextRound());
            using (RoundTrace.Round(_run, setup.Id, Done))
            {
                if (_messages is null)
                {
                    await RunRoundAsync();
                }
                else
                {
                    // Waited for here, and not in a method of its own: that would be an allocation per round.
                    var message = Propose(_messages);
                    var arriving = _traced.ExchangeAsync(Done, message.Vectors, message.Scalars, _patience);
                    _messages.Prepare(Done);
                    Adopt(_messages, await arriving);
                }
            }

            if (serving.IsFaulted)
            {
                await serving;
            }

            Done++;
            Tell(reporter.After(Done));
            checkpoints?.SaveWhenDue(Done, learner, exchange);
        }

        if (!control.Ending.IsCancellationRequested && learner.Algorithm is IAssembledAlgorithm assembled)
        {
            await assembled.AssembleAsync(Done, exchange, _patience);
        }
    }

    private RoundStart NextRound() =>
        !_usesNetwork ? new(Done, IsNewEpoch: false, Skipped: 0)
        : _usesLetters ? new(Done, exchange.EnterRound(Done), Skipped: 0)
        : exchange.NextRound();

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
            await learner.Algorithm.RoundAsync(Done, _traced, _patience);
        }
        catch (NotPositiveDefiniteException e)
        {
            throw Diverged(e);
        }

        CheckCost();
    }

    private AgentMessage Propose(IMessageAlgorithm algorithm)
    {
        try
        {
            return algorithm.Propose(Done);
        }
        catch (NotPositiveDefiniteException e)
        {
            throw Diverged(e);
        }
    }

    private void Adopt(IMessageAlgorithm algorithm, RoundMessages messages)
    {
        try
        {
            algorithm.Adopt(Done, messages);
        }
        catch (NotPositiveDefiniteException e)
        {
            throw Diverged(e);
        }

        CheckCost();
    }

    private void CheckCost()
    {
        if (!double.IsFinite(learner.Algorithm.Outcome.Cost))
        {
            throw Diverged(inner: null);
        }
    }

    private DivergedException Diverged(Exception? inner) => new(
        $"agent {setup.Id}: the cost is no longer finite in round {Done}: "
        + "raise algorithm.tau, or lower algorithm.alpha (or algorithm.eta)",
        inner!);

    /// <summary>Puts news on the bulletin now and then, and at the end; who sees there that the goal is reached stops
    /// all.</summary>
    private void Tell(RoundMetrics metrics)
    {
        if (!_usesNetwork || (!exchange.IsRecordDue && Done < setup.Run.Rounds))
        {
            return;
        }

        exchange.Publish(Done, reporter.News(metrics).ToBytes());
        if (_stop.IsSet && exchange.StopAt is null && _stop.IsMet(exchange.Records))
        {
            AgentLog.GoalReached(logger, setup.Id, Done);
            exchange.RequestStop();
        }
    }

    private async ValueTask<bool> IsOverAsync(Task serving)
    {
        if (control.Ending.IsCancellationRequested)
        {
            return true;
        }

        PassStopOn();
        try
        {
            return _asynchronous is null ? await IsStopAgreedAsync() : await IsEveryoneDoneAsync(serving);
        }
        catch (OperationCanceledException) when (control.Ending.IsCancellationRequested)
        {
            return true;
        }
    }

    private void PassStopOn()
    {
        if (control.TakeStopRequest())
        {
            exchange.RequestStop();
        }
    }

    /// <summary>Everybody stops after the same round, so that nobody's last message is missed.</summary>
    private async ValueTask<bool> IsStopAgreedAsync()
    {
        var isLast = Done >= setup.Run.Rounds;
        var isAgreed = IsStopDue(isLast) && await exchange.AgreeOnStopAsync(Done, control.Ending);
        return isLast || isAgreed;
    }

    /// <summary>
    /// Without common rounds everybody goes on answering until all are through; a stop that was asked for ends all at
    /// once, wherever they are.
    /// </summary>
    private async ValueTask<bool> IsEveryoneDoneAsync(Task serving)
    {
        var isLast = Done >= setup.Run.Rounds;
        if (isLast)
        {
            var others = exchange.AwaitOthersAsync(Done, control.Ending).AsTask();
            if (await Task.WhenAny(others, serving) == serving)
            {
                await serving;
            }

            await others;
        }

        var isAgreed = false;
        while (!isAgreed && exchange.StopAt is { } stopAt)
        {
            isAgreed = await exchange.AgreeOnStopAsync(Math.Max(stopAt, Done), control.Ending);
        }

        return isLast || isAgreed;
    }

    private bool IsStopDue(bool isLast) => _usesNetwork && (isLast || exchange.StopAt <= Done);
}
