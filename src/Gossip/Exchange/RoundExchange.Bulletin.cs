using Murmuration.Gossip.Protocol;

namespace Murmuration.Gossip.Exchange;

/// <summary>What an agent tells everybody, stopping together, joining, and the state that a checkpoint keeps.</summary>
internal abstract partial class RoundExchange
{
    /// <summary>How often the bulletin is worth its bytes: often enough to watch, seldom enough not to be seen in the
    /// traffic.</summary>
    private static readonly TimeSpan RecordInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an agent that has stopped waits at least for a word of those it has not heard agree.</summary>
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan MostPatience = TimeSpan.FromHours(1);

    private const int StateVersion = 2;
    private const int MaxPayloadBytes = 4096;
    private long _publishedAt;

    public long Incarnation => Bulletin.Own.Incarnation;

    public virtual IReadOnlyList<AgentRecord> Records => Bulletin.Records();

    public virtual TimeSpan? RecordAge(int agentIndex) => Bulletin.Age(agentIndex);

    public bool IsRecordDue => _publishedAt == 0 || Time.GetElapsedTime(_publishedAt) >= RecordPause;

    /// <summary>The time between two records of this agent.</summary>
    protected virtual TimeSpan RecordPause => RecordInterval;

    public int? StopAt => Bulletin.StopAt is >= 0 and var round ? round : null;

    /// <summary>
    /// Rounds in which a record reaches everybody: links between agents that far apart, and one more.
    /// </summary>
    protected int FloodRounds { get; init; } = 2;

    /// <summary>Rounds of the run: nobody needs to ask for a stop after those.</summary>
    protected int RoundLimit { get; init; } = FrameFormat.MaxRound;

    public void Publish(int roundsDone, ReadOnlyMemory<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayloadBytes, nameof(payload));
        _publishedAt = Time.GetTimestamp();
        Bulletin.Publish(own => own with { Round = roundsDone, Payload = payload });
    }

    public void RequestStop() => Bulletin.Publish(own =>
    {
        // An agent that waits for the others has begun no round after those that it has done.
        var begun = Math.Max(Core.Round + 1, own.Round);
        return own with
        {
            StopAt = Math.Max(Math.Max(own.StopAt, begun), StopAt ?? Math.Min(RoundLimit, begun + FloodRounds)),
        };
    });

    public async ValueTask<bool> AgreeOnStopAsync(int roundsDone, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            // An agent that hears of it too late moves the stop to where it is; the others follow.
            Bulletin.Publish(own => own with { Round = roundsDone, StopAt = Math.Max(roundsDone, StopAt ?? 0) });
            using var patience = new CancellationTokenSource(StopPatience, Time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await UntilAsync(
                () => StopAt > roundsDone || RoundsBegun() > roundsDone || IsStopAgreed(roundsDone), end.Token);
            GoOnWithThoseAhead(roundsDone);
            return StopAt == roundsDone;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
        finally
        {
            Exit();
        }
    }

    public async ValueTask AwaitOthersAsync(int roundsDone, CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            Bulletin.Publish(own => own with { Round = roundsDone });
            OnRoundsDone(roundsDone);
            using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, Time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            var news = -1m;
            await UntilAsync(() => StopAt is not null || HaveAllDone(roundsDone, ref news, patience), end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing has been heard for long of those who are not done: they may have died where nobody can tell.
        }
        finally
        {
            Exit();
        }
    }

    public async ValueTask<float[]?> JoinAsync(CancellationToken cancellationToken = default)
    {
        Enter();
        try
        {
            using var patience = new CancellationTokenSource(Deadline.Current, Time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            float[]? vectors = null;
            await UntilAsync(() => (vectors = CopyFirstEarly()) is not null, end.Token);
            return vectors;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            Exit();
        }
    }

    public ReadOnlyMemory<byte> SaveState()
    {
        lock (Gate)
        {
            var writer = new StateWriter();
            writer.Write(StateVersion);
            writer.Write(LastCompleted);
            writer.Write((long)_epoch);
            var records = Bulletin.Records();
            writer.Write(records.Count);
            foreach (var record in records)
            {
                Save(record, writer);
            }

            foreach (var link in Core.Links)
            {
                link.Save(writer);
            }

            return writer.Bytes;
        }
    }

    /// <summary>This agent has published that it has done all its rounds.</summary>
    protected virtual void OnRoundsDone(int rounds)
    {
    }

    /// <summary>Goes on from a round done in an earlier life.</summary>
    protected internal void ResumeAfter(int lastRound)
    {
        LastCompleted = lastRound;
        Core.Resume(lastRound);
    }

    /// <summary>Goes on from what <see cref="SaveState"/> gave in an earlier life.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such state, or of another schedule.</exception>
    protected void LoadState(ReadOnlyMemory<byte> state)
    {
        var reader = new StateReader(state, _vectorLength, _scalarCount);
        if (reader.ReadInt() != StateVersion)
        {
            throw new InvalidDataException("the saved state of the links is of another version");
        }

        ResumeAfter(reader.ReadRound());
        _epoch = (ulong)reader.ReadLong();
        Bulletin.Load([.. Enumerable.Range(0, reader.ReadCount(AgentCount)).Select(_ => Load(reader))]);
        foreach (var link in Core.Links)
        {
            link.Load(reader);
        }

        if (!reader.IsAtEnd)
        {
            throw new InvalidDataException("the saved state of the links is longer than it should be");
        }

        Bulletin.Publish(own => own with { Status = AgentStatus.Present });
    }

    /// <summary>The farthest agent may have so many rounds to do, and each may take its deadline.</summary>
    private TimeSpan StopPatience => TimeSpan.FromTicks(Math.Clamp(
        FloodRounds * Deadline.Current.Ticks, LeastPatience.Ticks, MostPatience.Ticks));

    /// <summary>A neighbour that had begun its next round before it heard of the stop waits for this agent in it.
    /// </summary>
    private void GoOnWithThoseAhead(int roundsDone)
    {
        if (RoundsBegun() is var begun && begun > roundsDone)
        {
            Bulletin.Publish(own => own with { StopAt = Math.Max(own.StopAt, begun) });
        }
    }

    /// <summary>The most rounds that any neighbour has begun.</summary>
    private int RoundsBegun()
    {
        lock (Gate)
        {
            return 1 + Core.Links
                .Select(link => Math.Max(link.PeerRound, link.FirstEarly?.Round ?? -1))
                .DefaultIfEmpty(-1)
                .Max();
        }
    }

    /// <summary>Looks at those who are not done, and takes patience anew when there is news of them.</summary>
    private bool HaveAllDone(int rounds, ref decimal lastNews, CancellationTokenSource patience)
    {
        lock (Gate)
        {
            RenewIfDisowned();
        }

        var behind = Records.Where(record => record.Status == AgentStatus.Present && record.Round < rounds).ToList();
        var news = behind.Sum(record => (decimal)record.Sequence);
        if (news != lastNews && MayComeBack)
        {
            lastNews = news;
            patience.CancelAfter(StopPatience);
        }

        return behind.Count == 0;
    }

    /// <summary>Everybody who takes part has published the same round, so nobody will go beyond it.</summary>
    protected virtual bool IsStopAgreed(int roundsDone) =>
        Records.All(record => record.Status != AgentStatus.Present || record.StopAt == roundsDone);

    private float[]? CopyFirstEarly()
    {
        lock (Gate)
        {
            return Core.Links.Select(link => link.FirstEarly).FirstOrDefault(early => early is not null)
                ?.Vectors.ToArray();
        }
    }

    private static void Save(AgentRecord record, StateWriter writer)
    {
        writer.Write(record.AgentIndex);
        writer.Write(record.Incarnation);
        writer.Write(record.Sequence);
        writer.Write((int)record.Status);
        writer.Write(record.Round);
        writer.Write(record.Payload.Span);
    }

    /// <summary>A stop that was agreed on once is over.</summary>
    private AgentRecord Load(StateReader reader) => new(
        reader.ReadCount(AgentCount - 1),
        reader.ReadLong(),
        reader.ReadLong(),
        (AgentStatus)reader.ReadCount((int)AgentStatus.Departed),
        reader.ReadRound(),
        -1,
        reader.ReadBytes(MaxPayloadBytes).ToArray());
}
