using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One agent of asynchronous EASGD over all its lives, with steps so small that only the pulls move
/// it.</summary>
internal sealed class CentreAgent(
    VirtualNetwork network, LetterSettings settings, RidgeProblem ridge, AlgorithmOptions options, int index)
    : VirtualDaemon(network, index, settings.Seed)
{
    private VirtualCheckpoint? _exact;
    private VirtualCheckpoint? _newest;
    private IAsynchronousAlgorithm? _algorithm;
    private Action _endServing = static () => { };
    private int _done;

    /// <summary>The loop that serves letters in the present life.</summary>
    public Task Serving { get; private set; } = Task.CompletedTask;

    public static float[] FirstWeights(int index) =>
        TinyNetwork.RandomWeights(RidgeProblem.WeightCount, seed: 40)(index);

    public AlgorithmState State() => VirtualCheckpoint.Of(_done, _algorithm!, links: null).State;

    public override string ToString() =>
        $"a{Index}: {_done} rounds, ended {HasEnded}, serving {Serving.Status}, {Life.Exception?.InnerException}"
        + $"request to {State().Number("RequestHost")} answered {State().Number("RequestAnswered")}";

    public override void GoBackToExact() => _newest = _exact ?? _newest;

    /// <summary>All is done: it stops serving.</summary>
    public void EndServing() => Network.Loop.After(TimeSpan.Zero, Process, _endServing);

    protected override void LoseDisk() => _newest = null;

    protected override async Task EndAsync(VirtualExchange exchange)
    {
        await exchange.LeaveAsync(isForGood: false);
        _newest = _exact = VirtualCheckpoint.Of(_done, _algorithm!, exchange.SaveState());
    }

    protected override async Task LiveAsync()
    {
        var exchange = Appear(Options(settings.Schedule) with
        {
            LetterLength = RidgeProblem.WeightCount, State = _newest?.Links, LastRound = (_newest?.Done ?? 0) - 1,
        });
        await exchange.OpenAsync();
        await exchange.CensusAsync(new byte[] { (byte)Index });
        using var end = new CancellationTokenSource();
        Begin(exchange);
        _endServing = end.Cancel;
        Serving = _algorithm!.ServeAsync(exchange, end.Token);
        while (_done < settings.Steps)
        {
            FaultInjector.OnRound(Network, this, _done);
            await RunRoundAsync(exchange);
            if (IsToLeave)
            {
                end.Cancel();
                await Serving;
                await HasLeftAsync(exchange);
                return;
            }
        }

        await exchange.AwaitOthersAsync(settings.Steps);
        HasEnded = true;
        await Serving;
    }

    private void Begin(VirtualExchange exchange)
    {
        _algorithm = (IAsynchronousAlgorithm)AlgorithmCatalog.Create(
            ridge.Share(Index), options, new(settings.Schedule, Index, settings.Seed) { Time = exchange.Time });
        _done = _newest?.Done ?? 0;
        if (_newest is { } checkpoint)
        {
            _algorithm.Load(checkpoint.State, _done);
        }
        else
        {
            _algorithm.Start(FirstWeights(Index), round: 0);
        }
    }

    private async Task RunRoundAsync(VirtualExchange exchange)
    {
        if (exchange.EnterRound(_done))
        {
            _algorithm!.Restart();
        }

        await Task.Delay(RoundTime, exchange.Time);
        await _algorithm!.RoundAsync(_done, exchange, CancellationToken.None);
        _done++;

        // Nobody is told before all have begun, so that nobody takes itself for one that joins late.
        if (exchange.IsRecordDue && _done > settings.Steps / 10)
        {
            exchange.Publish(_done, default);
        }
    }
}
