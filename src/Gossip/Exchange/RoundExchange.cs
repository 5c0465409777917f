using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// What every transport's exchange shares: one call at a time, the rounds of <see cref="RoundCore"/> under one lock,
/// the bulletin, and a waiter that is woken whenever the state may have advanced.
/// </summary>
internal abstract partial class RoundExchange : IRoundExchange
{
    private readonly int _vectorLength;
    private readonly int _scalarCount;
    private readonly RoundWait _wait;
    private ExchangeException? _failure;
    private bool _hasLeft;
    private bool _isGivenUp;
    private bool _isRoundOpen;
    private long _lastEndAt;
    private ulong _epoch;
    private int _isBusy;

    protected RoundExchange(
        TopologySchedule schedule,
        int agentIndex,
        int vectorLength,
        int scalarCount,
        TimeProvider time,
        Bulletin bulletin,
        Deadline deadline,
        LetterLimits letters,
        Func<OutgoingMessage>? makeMessage = null,
        Action<IThreadPoolWorkItem>? wake = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vectorLength);
        ArgumentOutOfRangeException.ThrowIfNegative(scalarCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scalarCount, FrameFormat.MaxScalars);
        ArgumentOutOfRangeException.ThrowIfNegative(letters.Length, nameof(letters));
        ArgumentOutOfRangeException.ThrowIfLessThan(letters.Capacity, 1, nameof(letters));
        Schedule = schedule;
        AgentIndex = agentIndex;
        Time = time;
        Bulletin = bulletin;
        Deadline = deadline;
        _vectorLength = vectorLength;
        _scalarCount = scalarCount;
        Progress = new(wake);
        Core = new(schedule, agentIndex, Meter, makeMessage, letters);
        _mailbox = new(this, letters, wake);
        _wait = new(this);
    }

    public TopologySchedule Schedule { get; }

    public int AgentIndex { get; }

    public int AgentCount => Schedule.Agents.Count;

    public ExchangeCounters Counters => Meter.Read();

    public int SuspendedLinks
    {
        get
        {
            lock (Gate)
            {
                return Core.SuspendedCount;
            }
        }
    }

    /// <summary>Guards <see cref="Core"/> and all state of links.</summary>
    public Lock Gate { get; } = new();

    public RoundCore Core { get; }

    public Bulletin Bulletin { get; }

    public Deadline Deadline { get; }

    public ExchangeMeter Meter { get; } = new();

    /// <summary>Wakes the caller of the exchange.</summary>
    public AsyncPulse Progress { get; }

    /// <summary>The last round that was completed, −1 before the first.</summary>
    public int LastCompleted { get; private set; } = -1;

    /// <summary>Timestamp since when the caller waits in a round; 0 between rounds.</summary>
    protected long WaitingSince => _wait.Since;

    public TimeProvider Time { get; }

    /// <summary>Neighbours that are away may come back; within one process they do not.</summary>
    protected virtual bool MayComeBack => true;

    /// <summary>Nothing is missing in the present round, and the agent is not cut off.</summary>
    private bool IsDone => Core.IsComplete && !(MayComeBack && Core.IsCutOff(Bulletin));

    public RoundStart NextRound()
    {
        lock (Gate)
        {
            RenewIfDisowned();
            var epoch = Bulletin.Epoch;
            var isNew = epoch != _epoch;
            _epoch = epoch;
            var round = Core.NextRound();
            return new(round, isNew, round - Core.Round - 1);
        }
    }

    public ValueTask<RoundMessages> ExchangeAsync(
        int round,
        ReadOnlyMemory<float> vectors,
        ReadOnlyMemory<double> scalars,
        CancellationToken cancellationToken = default)
    {
        Check(round, vectors.Length, scalars.Length);
        cancellationToken.ThrowIfCancellationRequested();
        Enter();
        var hasBegun = false;
        try
        {
            Begin(round, vectors, scalars);
            hasBegun = true;
        }
        finally
        {
            if (!hasBegun)
            {
                Exit();
            }
        }

        return _wait.Start(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> CensusAsync(
        ReadOnlyMemory<byte> record, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Length, FrameFormat.MaxRecordBytes, nameof(record));
        Enter();
        try
        {
            var startedAt = Time.GetTimestamp();
            var number = BeginCensus(record);
            IReadOnlyList<ReadOnlyMemory<byte>>? records = null;
            await UntilAsync(() => (records = CensusRecords(number)) is not null, cancellationToken);
            Meter.Waited(Time.GetElapsedTime(startedAt));
            lock (Gate)
            {
                _epoch = _epoch == 0 ? Bulletin.Epoch : _epoch;
            }

            return records!;
        }
        finally
        {
            Exit();
        }
    }

    public async ValueTask LeaveAsync(bool isForGood, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            if (!_hasLeft)
            {
                _hasLeft = true;
                var status = isForGood ? AgentStatus.Departed : AgentStatus.Away;
                Bulletin.Publish(own => own with { Status = status });
                await SayGoodbyeAsync(cancellationToken);
            }
        }
        finally
        {
            Exit();
        }
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Ends the exchange: what waits now or is called later throws this failure.</summary>
    public void Fail(ExchangeException failure)
    {
        lock (Gate)
        {
            _failure ??= failure;
            _mailbox.Serve();
        }

        Progress.Pulse();
    }

    /// <summary>Sends the round's message on all links that take part; false while there is no room for it.</summary>
    public abstract bool TrySend();

    /// <summary>True when the round begun last is over; throws when it cannot be any more.</summary>
    public bool IsRoundOver()
    {
        lock (Gate)
        {
            return _isGivenUp || IsDone || (_failure is { } failure ? throw failure : false);
        }
    }

    public void Hurry(TimeSpan limit) => Deadline.Limit = limit;

    /// <summary>Ends the present round without the links that are missing, if its deadline has passed.</summary>
    public void CheckDeadline()
    {
        if (WaitingSince is not 0 and var since && Time.GetElapsedTime(since) >= Deadline.ForAbsent)
        {
            GiveUpWhenDue(since);
        }
    }

    /// <summary>Ends a round that is over, so that the next call may come.</summary>
    public RoundMessages Complete()
    {
        lock (Gate)
        {
            if (!Core.IsComplete && !_isGivenUp)
            {
                throw _failure ?? new("the exchange was closed");
            }

            MeasureRound();
            _isRoundOpen = false;
            LastCompleted = Core.Round;
            var messages = Core.Collect(Bulletin.Epoch);
            OnCollected();
            return messages;
        }
    }

    /// <summary>Lets the next call in.</summary>
    public void Exit() => Volatile.Write(ref _isBusy, 0);

    /// <summary>Publishes this agent's census record; gives the number of the census.</summary>
    protected abstract int BeginCensus(ReadOnlyMemory<byte> record);

    /// <summary>All records of a census, null while some are unknown.</summary>
    protected abstract IReadOnlyList<ReadOnlyMemory<byte>>? CensusRecords(int census);

    protected abstract ValueTask SayGoodbyeAsync(CancellationToken cancellationToken);

    /// <summary>True when a neighbour that the round waits for could answer now; called under the lock.</summary>
    protected virtual bool IsAnyMissingInReach() => true;

    /// <summary>A round is about to go on without links; called under the lock.</summary>
    protected virtual void OnGivenUp(TimeSpan waited)
    {
    }

    /// <summary>A round has ended and the caller's memory is its own again; called under the lock.</summary>
    protected virtual void OnCollected()
    {
    }

    /// <summary>This agent has begun a new life, and its links with it; called under the lock.</summary>
    protected virtual void OnRenewed()
    {
    }

    /// <summary>Waits until a condition holds, looking again at every pulse.</summary>
    protected async ValueTask UntilAsync(Func<bool> isReached, CancellationToken cancellationToken)
    {
        using var cancellation = cancellationToken.UnsafeRegister(
            static pulse => ((AsyncPulse)pulse!).Pulse(), Progress);
        Interlocked.Increment(ref _longWaits);
        try
        {
            while (!isReached())
            {
                ThrowIfFailed();
                cancellationToken.ThrowIfCancellationRequested();
                await Progress.WaitAsync();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _longWaits);
        }
    }

    public void ThrowIfFailed()
    {
        lock (Gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }
        }
    }

    protected void Enter()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException("Calls of one exchange must follow one another.");
        }
    }

    private void Check(int round, int vectorLength, int scalarCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(round, Core.Round);
        if (vectorLength != _vectorLength || scalarCount != _scalarCount)
        {
            throw new ArgumentException(
                $"the exchange was opened for {_vectorLength} floats and {_scalarCount} scalars, " +
                $"not for {vectorLength} and {scalarCount}",
                nameof(vectorLength));
        }
    }

    private void Begin(int round, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
    {
        ThrowIfFailed();
        ObjectDisposedException.ThrowIf(_hasLeft, this);
        if (_isRoundOpen)
        {
            throw new InvalidOperationException($"Round {Core.Round} was given up; the exchange can only leave.");
        }

        lock (Gate)
        {
            (_isGivenUp, _isRoundOpen) = (false, true);
            Core.Begin(round, _epoch, vectors, scalars);
        }
    }

    /// <summary>Rounds that waited in vain say nothing about how long rounds take.</summary>
    private void MeasureRound()
    {
        var now = Time.GetTimestamp();
        if (!_isGivenUp && _lastEndAt != 0)
        {
            Deadline.Measure(Time.GetElapsedTime(_lastEndAt, now));
        }

        _lastEndAt = now;
    }

    private void GiveUpWhenDue(long since)
    {
        lock (Gate)
        {
            var waited = Time.GetElapsedTime(since);
            var isInReach = IsAnyMissingInReach();
            if (_isGivenUp || IsDone || WaitingSince != since
                || waited < (isInReach ? Deadline.Current : Deadline.ForAbsent))
            {
                return;
            }

            _isGivenUp = true;
            OnGivenUp(waited);
            Core.GiveUp();
            if (isInReach)
            {
                Deadline.Missed();
            }
        }

        Progress.Pulse();
    }

    private void RenewIfDisowned()
    {
        if (Bulletin.IsDisowned)
        {
            Renew();
        }
    }

    /// <summary>
    /// Begins a new life: others remember of this agent what it has forgotten. Called under the lock.
    /// </summary>
    /// <param name="remembered">The latest life of this agent that others have met, as far as they said.</param>
    protected void Renew(long remembered = 0)
    {
        Bulletin.Renew(Math.Max(Time.GetUtcNow().ToUnixTimeMilliseconds(), remembered + 1));
        Core.ResetAll();
        _mailbox.Serve();
        OnRenewed();
    }
}
