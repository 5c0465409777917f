using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Transport.Fuzz;

/// <summary>An agent without sockets that reads what it is given, does rounds of its own, and must stay sane.</summary>
internal sealed class FuzzedAgent : IAsyncDisposable
{
    private const int VectorLength = 16;
    private const int ScalarCount = 1;
    private const int LetterLength = 24;
    private const int Rounds = 1000;

    /// <summary>A pipe, the buffers of a link, and payloads that are kept or passed on.</summary>
    private const long MemoryCap = 200_000;

    private readonly Random _random;
    private readonly TcpExchange _exchange;
    private readonly HostileStream _stream;
    private readonly long _firstLife;
    private FuzzTally _tally = new();
    private readonly float[] _vectors = new float[VectorLength];
    private readonly double[] _scalars = new double[ScalarCount];

    public FuzzedAgent(TopologySchedule schedule, int seed)
    {
        _random = new(seed);
        _stream = new(_random, VectorLength, ScalarCount, schedule.Agents.Count, LetterLength);
        _exchange = new(Options(schedule), NullLogger.Instance, TimeProvider.System);
        _firstLife = _exchange.Incarnation;
    }

    /// <summary>What has happened so far.</summary>
    public FuzzTally Tally => _tally with
    {
        Duplicates = _exchange.Counters.Duplicates,
        Stale = _exchange.Counters.Stale,
        Declined = _exchange.Counters.Declined,
        Settled = _exchange.Counters.Settled,
        Letters = _exchange.Counters.LettersTaken,
        LettersDropped = _exchange.Counters.LettersDropped,
        NewLives = _exchange.Incarnation > _firstLife ? 1 : 0,
    };

    private RoundCore Core => _exchange.Core;

    /// <summary>One input, and what the agent does beside it.</summary>
    public async Task StepAsync()
    {
        var link = _exchange.Links[_random.Next(_exchange.Links.Count)];
        switch (_random.Next(5))
        {
            case 0:
                DoRound();
                break;
            case 1:
                Meet(link);
                break;
            case 2:
                DoLetters(link);
                break;
        }

        var bytes = _stream.Next(Core.Round, Core.Epoch, _exchange.Incarnation, link.State.Letters);
        var (thread, before) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
        await ReadAsync(link, bytes);
        if (Environment.CurrentManagedThreadId == thread)
        {
            // A reader that was held back ends on another thread, which has its own count.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryCap);
        }

        CheckState();
    }

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    private static TcpNeighbourhoodOptions Options(TopologySchedule schedule) => new()
    {
        Schedule = schedule,
        AgentIndex = 1,
        RunId = "fuzz",
        ModelFingerprint = "model",
        VectorLength = VectorLength,
        ScalarCount = ScalarCount,
        LetterLength = LetterLength,
        Rounds = Rounds,
    };

    /// <summary>Ends by the rules, or by the end of the stream; a reader that is held back is stopped.</summary>
    private async Task ReadAsync(NeighbourLink link, byte[] bytes)
    {
        await using var frames = new FrameReader(new MemoryStream(bytes));
        var reader = new ConnectionReader(_exchange, link, frames, sharing: null);
        var reading = reader.RunAsync();
        var isHeldBack = !reading.IsCompleted;
        if (isHeldBack)
        {
            reader.Stop();
            _tally = _tally with { HeldBack = _tally.HeldBack + 1 };
        }

        try
        {
            await reading;
            _tally = _tally with { ReadToEnd = _tally.ReadToEnd + 1 };
        }
        catch (Exception ended) when (
            ended is ProtocolException or EndOfStreamException || (isHeldBack && ended is ObjectDisposedException))
        {
            _tally = _tally with { Violations = _tally.Violations + 1 };
        }
    }

    private void Meet(NeighbourLink link)
    {
        var greeting = _stream.Greeting(link.State, _exchange.Incarnation);
        var hello = new Handshake("fuzz", "t", "model", link.Agent.Id, "a1", greeting, VectorLength, ScalarCount);
        try
        {
            if (_exchange.Judge(link, hello) is null && _exchange.Meet(link, hello) == Meeting.WeForgot)
            {
                // In the new life the two agree.
                Assert.Equal(Meeting.Agreed, _exchange.Meet(link, hello));
            }
        }
        catch (ProtocolException)
        {
            // Not to be believed.
        }
    }

    private void DoRound()
    {
        var next = _exchange.NextRound();
        Assert.InRange(next.Round, Core.Round + 1, Rounds);
        if (next.Round == Rounds)
        {
            return;
        }

        lock (_exchange.Gate)
        {
            Core.Begin(next.Round, _exchange.Bulletin.Epoch, _vectors, _scalars);
            Core.GiveUp();
            var messages = Core.Collect(_exchange.Bulletin.Epoch);
            if (!_exchange.Schedule.Directed)
            {
                Assert.Equal(1, messages.Sum(one => one.Weight), 9);
            }
        }
    }

    /// <summary>Takes a letter, and sends one as far as a writer would.</summary>
    private void DoLetters(NeighbourLink link)
    {
        using (_exchange.Mailbox.TryReceive(link.AgentIndex))
        {
            _exchange.Mailbox.TrySend(link.AgentIndex, 1, _vectors, _scalars);
        }

        lock (_exchange.Gate)
        {
            var outbox = link.State.Letters.Outbox;
            if (outbox.Ready(outbox.Sent) is not null)
            {
                outbox.Send(outbox.Sent);
            }
        }
    }

    private void CheckState()
    {
        var own = _exchange.Bulletin.Own;
        Assert.InRange(own.Sequence, 0, FrameFormat.MaxSequence - 1);
        Assert.InRange(own.Incarnation, 1, long.MaxValue - 1);
        Assert.InRange(_exchange.StopAt ?? 0, 0, Rounds + _exchange.AgentCount + 2);
        foreach (var link in Core.Links)
        {
            Assert.InRange(link.Confirmed, -1, link.Offered);
            Assert.InRange(link.Offered, -1, Core.Round);
            Assert.InRange(link.Declined, -1, link.Received);
            Assert.InRange(link.Received, -1, Rounds - 1);
            Assert.InRange(link.PeerRound, -1, Rounds - 1);
            var (outbox, inbox) = (link.Letters.Outbox, link.Letters.Inbox);
            var capacity = _exchange.Options.LetterCapacity;
            Assert.InRange(outbox.Sent, outbox.Confirmed, outbox.Confirmed + capacity);
            Assert.InRange(inbox.Arrived, inbox.Taken, inbox.Taken + capacity);
        }
    }
}
