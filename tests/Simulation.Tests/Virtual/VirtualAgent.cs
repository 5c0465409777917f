using Murmuration.Agent.Algorithms;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One agent over all its lives: what the daemon does around the production algorithm and exchange.</summary>
internal sealed class VirtualAgent(VirtualNetwork network, VirtualSettings settings, RidgeProblem ridge, int index)
{
    private static readonly TimeSpan ComputeTime = TimeSpan.FromMilliseconds(10);
    private readonly Random _random = new((settings.Seed * 31) + index);
    private VirtualProcess _process = new(network.Loop);
    private VirtualCheckpoint? _newest;
    private VirtualCheckpoint? _exact;
    private long _slowUntil;
    private TimeSpan? _returnAfter;

    public int Index => index;

    public VirtualExchange? Exchange { get; private set; }

    public IAlgorithm? Algorithm { get; private set; }

    public int Done { get; private set; }

    /// <summary>All its rounds are done.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Rounds passed over.</summary>
    public int Skipped { get; private set; }

    /// <summary>Tracking epochs begun.</summary>
    public int Epochs { get; private set; }

    /// <summary>The present life.</summary>
    public Task Life { get; private set; } = Task.CompletedTask;

    public VirtualProcess Process => _process;

    /// <summary>Begins a life with what is on the disk.</summary>
    public void Start()
    {
        var process = _process = new(network.Loop);
        var pause = TimeSpan.FromMilliseconds(1 + (10 * _random.NextDouble()));
        network.Loop.After(pause, process, () => Life = LiveAsync());
    }

    public void Kill()
    {
        _process.Kill();
        if (Exchange is not null)
        {
            network.Vanish(Exchange);
        }
    }

    public void ReturnAfter(TimeSpan time, bool withDisk)
    {
        if (!withDisk)
        {
            _newest = null;
        }

        network.Loop.After(time, owner: null, Start);
    }

    /// <summary>Forgets what it has done since it ended in order last.</summary>
    public void GoBackToExact() => _newest = _exact ?? _newest;

    public void BeSlow(TimeSpan time) => _slowUntil = network.Loop.Now + time.Ticks;

    /// <summary>Ends in order after the present round, and comes back.</summary>
    public void Leave(TimeSpan time) => _returnAfter = time;

    private async Task LiveAsync()
    {
        var checkpoint = _newest;
        var exchange = Exchange = new(network, _process, Options(checkpoint));
        network.Appear(exchange);
        await exchange.OpenAsync();
        await exchange.CensusAsync(new byte[] { (byte)index });
        await BeginAsync(exchange, checkpoint);
        while (!await IsOverAsync(exchange))
        {
            await RunRoundAsync(exchange);
            if (_returnAfter is { } time)
            {
                _returnAfter = null;
                await LeaveAsync(exchange);
                ReturnAfter(time, withDisk: true);
                return;
            }
        }

        HasEnded = true;
    }

    private async Task BeginAsync(VirtualExchange exchange, VirtualCheckpoint? checkpoint)
    {
        var algorithm = AlgorithmCatalog.Create(ridge.Share(index), settings.Algorithm);
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
        if (settings.StopRequest is var (agent, round) && agent == index && Done >= round && exchange.StopAt is null)
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

        FaultInjector.OnRound(network, this, start.Round);
        await Task.Delay(network.Loop.Now < _slowUntil ? 20 * ComputeTime : ComputeTime, exchange.Time);
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

    private async Task LeaveAsync(VirtualExchange exchange)
    {
        await exchange.LeaveAsync(isForGood: false);
        _newest = _exact = VirtualCheckpoint.Of(Done, Algorithm!, exchange.SaveState());
        Kill();
    }

    private float[] FirstWeights()
    {
        var random = new Random(settings.Seed);
        return [.. Enumerable.Range(0, RidgeProblem.WeightCount).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    private TcpNeighbourhoodOptions Options(VirtualCheckpoint? checkpoint)
    {
        var (vectors, scalars) = AlgorithmCatalog.MessageShape(settings.Algorithm);
        return new()
        {
            Schedule = settings.Schedule,
            AgentIndex = index,
            RunId = "simulated",
            ModelFingerprint = "ridge",
            VectorLength = vectors * RidgeProblem.WeightCount,
            ScalarCount = scalars,
            Seed = settings.Seed,
            State = checkpoint?.Links,
            LastRound = (checkpoint?.Done ?? 0) - 1,
            DeadlineFloor = TimeSpan.FromSeconds(0.5),
            DeadlineCeiling = TimeSpan.FromSeconds(5),
            HeartbeatInterval = TimeSpan.FromSeconds(0.5),
            LinkTimeout = TimeSpan.FromSeconds(8),
            HandshakeTimeout = TimeSpan.FromSeconds(2),
            LeaveTimeout = TimeSpan.FromSeconds(2),
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
    }
}
