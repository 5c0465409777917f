using Murmuration.Agent.Algorithms;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One agent over all its lives: what the daemon does around the production algorithm and exchange.</summary>
internal sealed class VirtualAgent(VirtualNetwork network, VirtualSettings settings, RidgeProblem ridge, int index)
    : VirtualDaemon(network, index, settings.Seed)
{
    private VirtualCheckpoint? _newest;
    private VirtualCheckpoint? _exact;

    public IAlgorithm? Algorithm { get; private set; }

    public int Done { get; private set; }

    /// <summary>Rounds passed over.</summary>
    public int Skipped { get; private set; }

    /// <summary>Tracking epochs begun.</summary>
    public int Epochs { get; private set; }

    public override void GoBackToExact() => _newest = _exact ?? _newest;

    protected override void LoseDisk() => _newest = null;

    protected override async Task EndAsync(VirtualExchange exchange)
    {
        await exchange.LeaveAsync(isForGood: false);
        _newest = _exact = VirtualCheckpoint.Of(Done, Algorithm!, exchange.SaveState());
    }

    protected override async Task LiveAsync()
    {
        var checkpoint = _newest;
        var exchange = Appear(Options(checkpoint));
        await exchange.OpenAsync();
        await exchange.CensusAsync(new byte[] { (byte)Index });
        await BeginAsync(exchange, checkpoint);
        while (!await IsOverAsync(exchange))
        {
            await RunRoundAsync(exchange);
            if (await HasLeftAsync(exchange))
            {
                return;
            }
        }

        HasEnded = true;
    }

    private async Task BeginAsync(VirtualExchange exchange, VirtualCheckpoint? checkpoint)
    {
        var algorithm = AlgorithmCatalog.Create(
            ridge.Share(Index), settings.Algorithm, new(exchange.Schedule, Index, Seed: 1));
        var start = exchange.NextRound();
        if (checkpoint is not null)
        {
            algorithm.Load(checkpoint.State, checkpoint.Done);
            if (start.IsNewEpoch || checkpoint.Links is null)
            {
                Epochs++;
                algorithm.Restart();
            }
        }
        else
        {
            var weights = start.Skipped > 0 ? await exchange.JoinAsync() : null;
            algorithm.Start(weights?[..RidgeProblem.WeightCount] ?? FirstWeights(), start.Round);
        }

        Algorithm = algorithm;
        Done = checkpoint?.Done ?? 0;
    }

    private async Task<bool> IsOverAsync(VirtualExchange exchange)
    {
        var isLast = Done >= settings.Rounds;
        if (settings.StopRequest is var (agent, round) && agent == Index && Done >= round && exchange.StopAt is null)
        {
            exchange.RequestStop();
        }

        return (isLast || exchange.StopAt <= Done) && (await exchange.AgreeOnStopAsync(Done) || isLast);
    }

    private async Task RunRoundAsync(VirtualExchange exchange)
    {
        var start = exchange.NextRound();
        Skipped += start.Skipped;
        if (start.IsNewEpoch)
        {
            Epochs++;
            Algorithm!.Restart();
        }

        FaultInjector.OnRound(Network, this, start.Round);
        await Task.Delay(RoundTime, exchange.Time);
        await Algorithm!.RoundAsync(start.Round, settings.View(this, exchange), CancellationToken.None);
        Done = start.Round + 1;
        if (Done % settings.CheckpointEvery == 0)
        {
            _newest = VirtualCheckpoint.Of(Done, Algorithm, links: null);
        }

        if (exchange.IsRecordDue)
        {
            exchange.Publish(Done, default);
        }
    }

    private float[] FirstWeights()
    {
        var random = new Random(settings.Seed);
        return [.. Enumerable.Range(0, RidgeProblem.WeightCount).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    private TcpNeighbourhoodOptions Options(VirtualCheckpoint? checkpoint)
    {
        var (vectors, scalars) = AlgorithmCatalog.MessageShape(settings.Algorithm);
        return Options(settings.Schedule) with
        {
            VectorLength = vectors * RidgeProblem.WeightCount,
            ScalarCount = scalars,
            State = checkpoint?.Links,
            LastRound = (checkpoint?.Done ?? 0) - 1,
        };
    }
}
