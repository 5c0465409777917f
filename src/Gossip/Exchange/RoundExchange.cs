using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Exchange;

/// <summary>
/// What every transport's exchange shares: one call at a time, the rounds of <see cref="RoundCore"/> under one lock,
/// and a waiter that is woken whenever the state may have advanced.
/// </summary>
internal abstract class RoundExchange : IRoundExchange
{
    private readonly int _vectorLength;
    private readonly int _scalarCount;
    private ExchangeException? _failure;
    private bool _hasLeft;
    private readonly RoundWait _wait;
    private int _isBusy;

    protected RoundExchange(
        TopologySchedule schedule, int agentIndex, int vectorLength, int scalarCount, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vectorLength);
        ArgumentOutOfRangeException.ThrowIfNegative(scalarCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scalarCount, FrameFormat.MaxScalars);
        Schedule = schedule;
        AgentIndex = agentIndex;
        Time = time;
        _vectorLength = vectorLength;
        _scalarCount = scalarCount;
        Core = new(schedule, agentIndex, Meter);
        _wait = new(this);
    }

    public TopologySchedule Schedule { get; }

    public int AgentIndex { get; }

    public int AgentCount => Schedule.Agents.Count;

    public ExchangeCounters Counters => Meter.Read();

    /// <summary>Guards <see cref="Core"/> and all state of links.</summary>
    public Lock Gate { get; } = new();

    public RoundCore Core { get; }

    public ExchangeMeter Meter { get; } = new();

    /// <summary>Wakes the caller of the exchange.</summary>
    public AsyncPulse Progress { get; } = new();

    /// <summary>The last round that was completed, −1 before the first.</summary>
    public int LastCompleted { get; private set; } = -1;

    /// <summary>Timestamp since when the caller waits in a round; 0 between rounds.</summary>
    protected long WaitingSince => _wait.Since;

    public TimeProvider Time { get; }

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
            Begin(round);
            hasBegun = true;
        }
        finally
        {
            if (!hasBegun)
            {
                Exit();
            }
        }

        return _wait.Start(round, vectors, scalars, cancellationToken);
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
            using var cancellation = WakeOn(cancellationToken);
            IReadOnlyList<ReadOnlyMemory<byte>>? records;
            while ((records = Records(number)) is null)
            {
                ThrowIfFailed();
                await Progress.WaitAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            Meter.Waited(Time.GetElapsedTime(startedAt));
            return records;
        }
        finally
        {
            Exit();
        }
    }

    public async ValueTask LeaveAsync(CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            if (!_hasLeft)
            {
                _hasLeft = true;
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
        }

        Progress.Pulse();
    }

    /// <summary>Notes that a neighbour ended in order after a round.</summary>
    public void NoteLeft(int fromIndex, int lastRound)
    {
        lock (Gate)
        {
            Core.MarkLeft(fromIndex, lastRound);
        }

        Progress.Pulse();
    }

    /// <summary>Sends the round's message to all out-neighbours; false while there is no room for it.</summary>
    public abstract bool TrySend(int round, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars);

    /// <summary>True when every out-neighbour of the round has taken its message; called under the lock.</summary>
    protected abstract bool IsSettled(int round);

    /// <summary>Publishes this agent's record; gives the number of the census.</summary>
    protected abstract int BeginCensus(ReadOnlyMemory<byte> record);

    /// <summary>All records of a census, null while some are unknown.</summary>
    protected abstract IReadOnlyList<ReadOnlyMemory<byte>>? Records(int census);

    protected abstract ValueTask SayGoodbyeAsync(CancellationToken cancellationToken);

    protected void ThrowIfFailed()
    {
        lock (Gate)
        {
            if (_failure is not null)
            {
                throw _failure;
            }
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

    private void Enter()
    {
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException("Calls of one exchange must follow one another.");
        }
    }

    /// <summary>Lets the next call in.</summary>
    public void Exit() => Volatile.Write(ref _isBusy, 0);

    private CancellationTokenRegistration WakeOn(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return cancellationToken.UnsafeRegister(static pulse => ((AsyncPulse)pulse!).Pulse(), Progress);
    }

    private void Begin(int round)
    {
        ThrowIfFailed();
        ObjectDisposedException.ThrowIf(_hasLeft, this);
        if (Core.Round != LastCompleted)
        {
            throw new InvalidOperationException($"Round {Core.Round} was given up; the exchange can only leave.");
        }

        lock (Gate)
        {
            Core.Begin(round);
        }
    }

    /// <summary>True when the round begun last is over; throws when it cannot be any more.</summary>
    public bool IsRoundOver()
    {
        lock (Gate)
        {
            if (Core.IsComplete && IsSettled(Core.Round))
            {
                return true;
            }

            if (_failure is not null)
            {
                throw _failure;
            }

            Core.ThrowIfLeft();
            return false;
        }
    }

    /// <summary>Ends a round that is over, so that the next call may come.</summary>
    public RoundMessages Complete(int round, ReadOnlyMemory<float> vectors, ReadOnlyMemory<double> scalars)
    {
        lock (Gate)
        {
            if (!Core.IsComplete)
            {
                throw _failure ?? new("the exchange was closed");
            }

            LastCompleted = round;
            return Core.Collect(vectors, scalars);
        }
    }
}
