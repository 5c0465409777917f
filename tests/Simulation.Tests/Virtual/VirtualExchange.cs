using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>The production exchange over virtual connections: its transport does what that of TCP does, in the same
/// order, without sockets.</summary>
internal sealed partial class VirtualExchange : RoundExchange
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly VirtualLink[] _links;
    private readonly Census _census;
    private long _heartbeatAt;

    public VirtualExchange(VirtualNetwork network, VirtualProcess process, TcpNeighbourhoodOptions options)
        : base(
            options.Schedule, options.AgentIndex, options.VectorLength, options.ScalarCount, process.Time,
            new(options.Schedule.Agents.Count, options.AgentIndex, process.Time.GetUtcNow().ToUnixTimeMilliseconds(),
                process.Time),
            new(options.DeadlineFloor, options.DeadlineCeiling),
            new(options.LetterLength, options.LetterCapacity),
            () => new OutboundMessage(options.VectorLength),
            process.Wake)
    {
        (Network, Process, Options) = (network, process, options);
        _census = new(AgentCount, AgentIndex);
        FloodRounds = Schedule.DistanceToFarthest(AgentIndex) + 2;
        _links = [.. Core.Links.Select(state => new VirtualLink(options, state))];
        if (options.State is { } saved)
        {
            LoadState(saved);
        }
        else
        {
            Core.Resume(options.LastRound);
        }

        Bulletin.Changed = () =>
        {
            LookAtLetters();
            WakeAll();
        };
    }

    public VirtualNetwork Network { get; }

    public VirtualProcess Process { get; }

    public TcpNeighbourhoodOptions Options { get; }

    public bool IsLeaving { get; private set; }

    /// <summary>Every neighbour has been met in this life.</summary>
    public bool IsMet => Array.TrueForAll(_links, link => link.WasConnected);

    /// <summary>The network runs already.</summary>
    public bool IsBehind => Core.Links.Any(link => link.PeerRound > Core.Round);

    /// <summary>Begins to dial, and waits until all neighbours have been met or the network is seen to run.</summary>
    public async Task OpenAsync()
    {
        _heartbeatAt = Time.GetTimestamp();
        Time.CreateTimer(_ => Watch(), null, Tick, Tick);
        foreach (var link in _links.Where(link => link.IsDialed))
        {
            Network.Dial(this, link.Peer);
        }

        using var limit = new CancellationTokenSource(Options.ConnectTimeout, Time);
        try
        {
            await UntilAsync(() => IsMet || IsBehind, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It begins without those who have not come.
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override bool TrySend()
    {
        WakeAll();
        DrainAll();
        return true;
    }

    protected override bool IsConnected(int linkIndex) => _links[linkIndex].End is not null;

    protected override int BeginCensus(ReadOnlyMemory<byte> record)
    {
        var number = _census.Begin(record.ToArray());
        WakeAll();
        return number;
    }

    protected override IReadOnlyList<ReadOnlyMemory<byte>>? CensusRecords(int census) =>
        _census.Records(census, index => Bulletin.Get(index));

    protected override void OnRenewed()
    {
        foreach (var link in _links)
        {
            link.End?.Abort();
        }
    }

    protected override async ValueTask SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        IsLeaving = true;
        WakeAll();
        using var limit = new CancellationTokenSource(Options.LeaveTimeout, Time);
        using var wake = limit.Token.UnsafeRegister(static pulse => ((AsyncPulse)pulse!).Pulse(), Progress);
        while (!limit.IsCancellationRequested && !Array.TrueForAll(_links, link => link.IsParted))
        {
            await Progress.WaitAsync();
        }
    }

    private void Watch()
    {
        CheckDeadline();
        var interval = Options.HeartbeatInterval < Options.LinkTimeout / 8
            ? Options.HeartbeatInterval
            : Options.LinkTimeout / 8;
        if (Time.GetElapsedTime(_heartbeatAt) >= interval)
        {
            _heartbeatAt = Time.GetTimestamp();
            LookAtConnections();
        }
    }

    private void LookAtConnections()
    {
        foreach (var end in _links.Select(link => link.End).OfType<VirtualEnd>())
        {
            if (!end.IsHeldBack && Time.GetElapsedTime(end.HeardAt) > Options.LinkTimeout / 2)
            {
                end.Abort();
                end.Close();
            }
            else
            {
                end.RequestHeartbeat();
            }
        }
    }

    private void WakeAll()
    {
        foreach (var link in _links)
        {
            link.End?.Wake();
        }

        Progress.Pulse();
    }

    private void DrainAll()
    {
        foreach (var link in _links)
        {
            link.End?.Drain();
        }
    }
}
