using Microsoft.Extensions.Logging;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Admission;
using Murmuration.Gossip.Transport.Identities;

namespace Murmuration.Gossip.Transport;

/// <summary>One agent's exchange over TCP: its links, and the loops that keep them connected.</summary>
internal sealed partial class TcpExchange : RoundExchange
{
    private readonly ILogger _logger;
    private readonly NeighbourLink[] _links;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];
    private System.Net.Sockets.Socket? _listenSocket;
    private bool _isDisposed;

    public TcpExchange(TcpNeighbourhoodOptions options, ILogger logger, TimeProvider clock)
        : base(options.Schedule, options.AgentIndex, options.VectorLength, options.ScalarCount, clock)
    {
        Check(options);
        Options = options;
        Rules = new(options);
        Outbound = new(options.VectorLength);
        Census = new(AgentCount, AgentIndex);
        _logger = logger;
        Refusals = new(logger, Meter, clock);
        var openedAt = clock.GetTimestamp();
        _links = [.. Schedule.EverNeighbours(AgentIndex).Select(j => new NeighbourLink(options, j, openedAt))];
    }

    public TcpNeighbourhoodOptions Options { get; }

    public HandshakeRules Rules { get; }

    /// <summary>Where connections that were refused are counted and told.</summary>
    public RefusalLog Refusals { get; }

    /// <summary>The present round's message, shared by the writers of all links.</summary>
    public OutboundMessage Outbound { get; }

    /// <summary>Guarded by the lock of the exchange.</summary>
    public Census Census { get; }

    /// <summary>This agent is about to end in order.</summary>
    public bool IsLeaving { get; private set; }

    public IReadOnlyList<NeighbourLink> Links => _links;

    /// <summary>Listens, dials, and waits until every neighbour has been met.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_links.Length == 0)
        {
            return;
        }

        CheckIdentity();
        _listenSocket = await ListenSocket.OpenAsync(Options, cancellationToken);
        _logger.Listening(Options.AgentId, _listenSocket.LocalEndPoint?.ToString() ?? "");
        Supervise(new Listener(this, _listenSocket, _logger).RunAsync(_stopping.Token));
        Supervise(WatchAsync(_stopping.Token));
        foreach (var link in _links.Where(link => link.IsDialed))
        {
            Supervise(new Dialer(this, link).RunAsync(_stopping.Token));
        }

        using var cancellation = cancellationToken.UnsafeRegister(
            static pulse => ((AsyncPulse)pulse!).Pulse(), Progress);
        while (!AreAllConnected())
        {
            ThrowIfFailed();
            await Progress.WaitAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Keeps a loop in sight: one that ends by an exception ends the exchange.</summary>
    public void Supervise(Task loop)
    {
        lock (Gate)
        {
            _loops.RemoveAll(static ended => ended.IsCompleted);
            _loops.Add(loop);
        }

        _ = loop.ContinueWith(
            (ended, _) => Fail(new(
                $"the transport failed: {ended.Exception!.InnerException!.Message}", ended.Exception)),
            null,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    /// <summary>Stop accepting and dialing → abort what is open → wait for the loops → dispose.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Fail(new("the exchange was closed"));
        await _stopping.CancelAsync();
        foreach (var connection in OpenConnections())
        {
            connection.Abort("this agent ended");
        }

        await WhenLoopsEnd();
        (_listenSocket ?? Options.ListenSocket)?.Dispose();
        _stopping.Dispose();
    }

    public override bool TrySend(int round, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
    {
        Outbound.Set(round, vectors, scalars);
        lock (Gate)
        {
            foreach (var receiver in Core.Neighbourhood.OutNeighbours)
            {
                FindLink(receiver).Send(round);
            }
        }

        return true;
    }

    protected override bool IsSettled(int round)
    {
        foreach (var link in _links)
        {
            if (link.IsUnsettled)
            {
                return false;
            }
        }

        return true;
    }

    protected override int BeginCensus(ReadOnlyMemory<byte> record)
    {
        lock (Gate)
        {
            var number = Census.Begin(record.ToArray());
            WakeWriters();
            return number;
        }
    }

    protected override IReadOnlyList<ReadOnlyMemory<byte>>? Records(int census)
    {
        lock (Gate)
        {
            var records = Census.Records(census);
            return records is null && Array.Find(_links, link => link.HasLeft) is { } gone
                ? throw new NeighbourLeftException($"agent '{gone.Agent.Id}' left during the census")
                : records;
        }
    }

    /// <summary>Writers send what is due and then Goodbye; a neighbour that has read it closes its side.</summary>
    protected override async ValueTask SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            IsLeaving = true;
            foreach (var link in _links)
            {
                link.Withdraw();
            }

            WakeWriters();
        }

        using var limit = new CancellationTokenSource(Options.LeaveTimeout, Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var wake = end.Token.UnsafeRegister(static pulse => ((AsyncPulse)pulse!).Pulse(), Progress);
        while (!end.IsCancellationRequested && !AreAllParted())
        {
            await Progress.WaitAsync();
        }
    }

    private static void Check(TcpNeighbourhoodOptions options)
    {
        Require(options.VectorLength <= int.MaxValue / sizeof(float), "messages of at most 2 GiB");
        Require(options.ConnectTimeout > TimeSpan.Zero, "a positive connect timeout");
        Require(options.LinkTimeout > TimeSpan.Zero, "a positive link timeout");
        Require(options.HeartbeatInterval > TimeSpan.Zero, "a positive heartbeat interval");
        Require(options.HandshakeTimeout > TimeSpan.Zero, "a positive handshake timeout");
        Require(options.LeaveTimeout >= TimeSpan.Zero, "a leave timeout that is not negative");
        Require(options.ResolveTimeout >= TimeSpan.Zero, "a resolve timeout that is not negative");
        Require(options.WaitingLogInterval > TimeSpan.Zero, "a positive interval between lines about waiting");
        Require(options.MaxHalfOpen > 0, "room for a handshake");
        Require(options.HandshakesPerSecond is null or > 0, "at least one handshake per second");

        void Require(bool isGiven, string what)
        {
            if (!isGiven)
            {
                throw new ArgumentException($"a neighbourhood needs {what}", nameof(options));
            }
        }
    }

    /// <summary>Plain TCP only on this machine, unless the user insists.</summary>
    private void CheckIdentity()
    {
        if (Options.Identity is { } identity && identity.AgentId != Options.AgentId)
        {
            throw new IdentityException($"the keys are those of agent '{identity.AgentId}', not '{Options.AgentId}'");
        }

        if (Options.Identity is not null || PlainRules.AddressBeyond(Options) is not { } address)
        {
            return;
        }

        if (!Options.Insecure)
        {
            throw new IdentityException(
                $"agent '{Options.AgentId}' would talk in plain TCP beyond this machine ({address}): give --keys DIR " +
                "(see 'murmur keys'), or --insecure on a network where nobody reads or writes what is not his");
        }

        _logger.Insecure(Options.AgentId, address);
    }

    private bool AreAllConnected()
    {
        lock (Gate)
        {
            return Array.TrueForAll(_links, link => link.WasConnected);
        }
    }

    private bool AreAllParted()
    {
        lock (Gate)
        {
            return Array.TrueForAll(_links, link => link.IsParted);
        }
    }

    private void WakeWriters()
    {
        foreach (var link in _links)
        {
            link.Connection?.Wake();
        }
    }

    private Connection[] OpenConnections()
    {
        lock (Gate)
        {
            return [.. _links.Select(link => link.Connection).OfType<Connection>()];
        }
    }

    private Task[] RunningLoops()
    {
        lock (Gate)
        {
            return [.. _loops.Where(loop => !loop.IsCompleted)];
        }
    }

    private async Task WhenLoopsEnd()
    {
        while (RunningLoops() is { Length: > 0 } loops)
        {
            await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
