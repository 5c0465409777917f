using Microsoft.Extensions.Logging;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Transport.Admission;
using Murmuration.Gossip.Transport.Identities;
using Murmuration.Gossip.Transport.Local;
using Murmuration.Gossip.Transport.Polling;

namespace Murmuration.Gossip.Transport;

/// <summary>One agent's exchange over TCP: its links, and the loops that keep them connected.</summary>
internal sealed partial class TcpExchange : RoundExchange
{
    /// <summary>A message of no more floats leaves on the caller's thread, which waits for the answers anyway; longer
    /// ones take long enough that the links should share the processors.</summary>
    private const int MostFloatsHere = 1 << 15;

    private readonly ILogger _logger;
    private readonly NeighbourLink[] _links;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];
    private System.Net.Sockets.Socket? _listenSocket;
    private System.Net.Sockets.Socket? _localSocket;
    private bool _isDisposed;

    public TcpExchange(TcpNeighbourhoodOptions options, ILogger logger, TimeProvider clock)
        : base(
            options.Schedule, options.AgentIndex, options.VectorLength, options.ScalarCount, clock,
            new(options.Schedule.Agents.Count, options.AgentIndex, clock.GetUtcNow().ToUnixTimeMilliseconds(), clock),
            new(options.DeadlineFloor, options.DeadlineCeiling),
            new(options.LetterLength, options.LetterCapacity),
            () => new OutboundMessage(options.VectorLength),
            options.Wake)
    {
        Check(options);
        Options = options;
        Rules = new(options);
        Census = new(AgentCount, AgentIndex);
        RoundLimit = options.Rounds;
        FloodRounds = Schedule.DistanceToFarthest(AgentIndex) + 2;
        Credibility = new(options.Rounds, AgentCount + 2, options.LetterCapacity, clock);
        _logger = logger;
        Refusals = new(logger, Meter, clock);
        _openedAt = clock.GetTimestamp();
        Polls = SocketPolls.For(
            options, Core.Links.Count, Math.Max(options.VectorLength, options.LetterLength) <= MostFloatsHere);
        _links = [.. Core.Links.Select(state => new NeighbourLink(options, state, _openedAt, clock))];
        Resume();
        Bulletin.Publish(own => own with { Payload = options.Payload });
        Bulletin.Changed = OnBulletinChanged;
    }

    public TcpNeighbourhoodOptions Options { get; }

    public HandshakeRules Rules { get; }

    public Credibility Credibility { get; }

    /// <summary>Where connections that were refused are counted and told.</summary>
    public RefusalLog Refusals { get; }

    /// <summary>Wait for sockets, where that is better than the runtime's way.</summary>
    public SocketPolls? Polls { get; }

    /// <summary>Guarded by the lock of the exchange.</summary>
    public Census Census { get; }

    /// <summary>The agent's start is over: from now on it goes on whatever becomes of its links.</summary>
    public bool HasOpened { get; private set; }

    /// <summary>This agent is about to end in order.</summary>
    public bool IsLeaving { get; private set; }

    public IReadOnlyList<NeighbourLink> Links => _links;

    /// <summary>Listens, dials, and waits until every neighbour has been met, or the network is seen to run already.
    /// Those who have not come in time may come later.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_links.Length == 0)
        {
            return;
        }

        CheckIdentity();
        _listenSocket = await ListenSocket.OpenAsync(Options, ListenLocally, cancellationToken);
        _logger.Listening(Options.AgentId, _listenSocket.LocalEndPoint?.ToString() ?? "");
        var gate = HandshakeGate.For(Options, Time);
        Supervise(new Listener(this, _listenSocket, gate, _logger).RunAsync(_stopping.Token));
        if (_localSocket is not null)
        {
            Supervise(new Listener(this, _localSocket, gate, _logger).RunAsync(_stopping.Token));
        }

        Supervise(WatchAsync(_stopping.Token));
        foreach (var link in _links)
        {
            Supervise(new Dialer(this, link).RunAsync(_stopping.Token));
        }

        await MeetNeighboursAsync(cancellationToken);
        HasOpened = true;
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
        Polls?.Close();
        await Task.Yield();
        (_listenSocket ?? Options.ListenSocket)?.Dispose();
        _localSocket?.Dispose();
        _stopping.Dispose();
    }

    public override bool TrySend()
    {
        foreach (var link in _links)
        {
            if (Core.Outgoing.Vectors.Length <= MostFloatsHere)
            {
                link.Connection?.WriteHere();
            }
            else
            {
                link.Connection?.Wake();
            }

            // Messages that came from a checkpoint have been used, too, without giving a buffer back.
            link.BufferFreed.Pulse();
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

    protected override IReadOnlyList<ReadOnlyMemory<byte>>? CensusRecords(int census)
    {
        lock (Gate)
        {
            return Census.Records(census, index => Bulletin.Get(index));
        }
    }

    /// <summary>A writer that is still at work on the caller's memory would send what the caller changes.</summary>
    protected override void OnCollected()
    {
        foreach (var link in _links)
        {
            if (link.Connection is { } connection && connection.IsSending(Core.Outgoing))
            {
                link.NoteLate(connection.Silence);
                connection.Abort($"it did not take the message of round {Core.Round} in time");
            }
        }

        ((OutboundMessage)Core.Outgoing).Unpin();
    }

    protected override bool IsConnected(int linkIndex) =>
        _links[linkIndex] is var link && (link.Connection is not null || link.IsLate);

    protected override bool IsAnyMissingInReach() =>
        Array.Exists(_links, link => link.Connection is not null && IsWaitedFor(link));

    /// <summary>A round that is not over waits for those that are missing, or, cut off, for those that are away.
    /// </summary>
    private bool IsWaitedFor(NeighbourLink link) =>
        Core.IsMissing(link.AgentIndex) || (Core.IsComplete && link.State is { IsScheduled: true, IsAway: true });

    protected override void OnGivenUp(TimeSpan waited) => _logger.WentOn(
        Core.Round,
        string.Join(", ", _links.Where(IsWaitedFor)),
        waited.TotalSeconds);

    /// <summary>All neighbours must hear of it in a new handshake.</summary>
    protected override void OnRenewed()
    {
        foreach (var link in _links)
        {
            link.Connection?.Abort("this agent began a new life");
        }
    }

    /// <summary>Writers send what is due and then Goodbye; a neighbour that has read it closes its side.</summary>
    protected override async ValueTask SayGoodbyeAsync(CancellationToken cancellationToken)
    {
        lock (Gate)
        {
            IsLeaving = true;
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
        Require(options.Rounds is >= 0 and <= FrameFormat.MaxRound, $"at most {FrameFormat.MaxRound} rounds");
        Require(options.LetterLength is >= 0 and <= int.MaxValue / sizeof(float), "letters of at most 2 GiB");
        Require(options.LetterCapacity > 0, "room for a letter");
        Require(options.HeadStart >= TimeSpan.Zero, "a head start that is not negative");
        Require(options.ConnectTimeout > TimeSpan.Zero, "a positive connect timeout");
        Require(options.LinkTimeout > TimeSpan.Zero, "a positive link timeout");
        Require(options.DeadlineFloor > TimeSpan.Zero, "a positive floor of its deadlines");
        Require(options.DeadlineCeiling >= options.DeadlineFloor, "a ceiling of its deadlines above their floor");
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

    /// <summary>Neighbours try the short way first; once the other one is open, so must it be.</summary>
    private void ListenLocally(System.Net.EndPoint? endPoint) =>
        _localSocket = LocalSocket.IsUsedBy(Options) ? LocalSocket.TryListen(endPoint) : null;

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
