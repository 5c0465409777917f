using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>One agent over all its lives, whatever it does in them: what faults can do to it.</summary>
internal abstract class VirtualDaemon(VirtualNetwork network, int index, int seed)
{
    private static readonly TimeSpan ComputeTime = TimeSpan.FromMilliseconds(10);
    private readonly Random _random = new((seed * 31) + index);
    private VirtualProcess _process = new(network.Loop);
    private TimeSpan? _returnAfter;
    private long _slowUntil;

    public int Index => index;

    public VirtualExchange? Exchange { get; private set; }

    /// <summary>All that it had to do is done.</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>The present life.</summary>
    public Task Life { get; private set; } = Task.CompletedTask;

    public VirtualProcess Process => _process;

    protected VirtualNetwork Network => network;

    protected Random Random => _random;

    /// <summary>It is to end in order, and come back.</summary>
    protected bool IsToLeave => _returnAfter is not null;

    /// <summary>How long a round takes now.</summary>
    protected TimeSpan RoundTime => network.Loop.Now < _slowUntil ? 20 * ComputeTime : ComputeTime;

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
            LoseDisk();
        }

        network.Loop.After(time, owner: null, Start);
    }

    /// <summary>Forgets what it has done since it ended in order last.</summary>
    public abstract void GoBackToExact();

    public void BeSlow(TimeSpan time) => _slowUntil = network.Loop.Now + time.Ticks;

    /// <summary>Ends in order after the present round, and comes back.</summary>
    public void Leave(TimeSpan time) => _returnAfter = time;

    protected abstract Task LiveAsync();

    protected abstract void LoseDisk();

    /// <summary>Ends in order; the exchange can be saved then.</summary>
    protected abstract Task EndAsync(VirtualExchange exchange);

    protected VirtualExchange Appear(TcpNeighbourhoodOptions options)
    {
        Exchange = new(network, _process, options);
        network.Appear(Exchange);
        return Exchange;
    }

    /// <summary>True when it was to leave, and has.</summary>
    protected async Task<bool> HasLeftAsync(VirtualExchange exchange)
    {
        if (_returnAfter is not { } time)
        {
            return false;
        }

        _returnAfter = null;
        await EndAsync(exchange);
        Kill();
        ReturnAfter(time, withDisk: true);
        return true;
    }

    protected TcpNeighbourhoodOptions Options(TopologySchedule schedule) => new()
    {
        Schedule = schedule,
        AgentIndex = index,
        RunId = "simulated",
        ModelFingerprint = "ridge",
        VectorLength = 0,
        Seed = seed,
        DeadlineFloor = TimeSpan.FromSeconds(0.5),
        DeadlineCeiling = TimeSpan.FromSeconds(5),
        HeartbeatInterval = TimeSpan.FromSeconds(0.5),
        LinkTimeout = TimeSpan.FromSeconds(8),
        HandshakeTimeout = TimeSpan.FromSeconds(2),
        LeaveTimeout = TimeSpan.FromSeconds(2),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };
}
