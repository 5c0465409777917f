using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>What every transport's mailbox must do; each transport only says how a network is opened.</summary>
public abstract class MailboxConformance
{
    protected const int LetterLength = 300_000;
    protected const int Capacity = 4;

    /// <summary>Opens a network for letters of at most <see cref="LetterLength"/> floats.</summary>
    protected abstract Task<IReadOnlyList<IRoundExchange>> OpenAsync(TopologySchedule schedule);

    [Fact]
    public async Task Letters_of_all_lengths_come_whole_and_in_order()
    {
        var network = await OpenPairAsync();
        int[] lengths = [0, 1, 37, 262_144, 262_145, LetterLength, 5];
        var sending = Task.Run(async () =>
        {
            for (var k = 0; k < lengths.Length; k++)
            {
                Assert.True(await network[0].Mailbox.SendAsync(1, 7 + k, Vector(k, lengths[k]), new double[k]));
            }
        });
        for (var k = 0; k < lengths.Length; k++)
        {
            using var letter = await network[1].Mailbox.ReceiveAsync();
            Assert.Equal((0, 7 + k, k, k), (letter.From, letter.Kind, (int)letter.Number, letter.Scalars.Length));
            Assert.Equal(Vector(k, lengths[k]), letter.Vector.ToArray());
        }

        await sending;
        await CloseAsync(network);
    }

    [Fact]
    public async Task A_full_outbox_takes_no_more_until_a_letter_is_taken()
    {
        var network = await OpenPairAsync();
        for (var k = 0; k < Capacity; k++)
        {
            Assert.True(network[0].Mailbox.TrySend(1, k, []));
        }

        Assert.False(network[0].Mailbox.TrySend(1, 99, []));
        var waiting = network[0].Mailbox.SendAsync(1, Capacity, default).AsTask();
        Assert.False(waiting.IsCompleted);
        for (var k = 0; k <= Capacity; k++)
        {
            using var letter = await network[1].Mailbox.ReceiveAsync(0);
            Assert.Equal(k, letter.Kind);
        }

        Assert.True(await waiting);
        Assert.Null(network[1].Mailbox.TryReceive());
        Assert.Equal(Capacity + 1, network[1].Counters.LettersTaken);
        Assert.Equal(Capacity + 1, network[0].Counters.LettersSent);
        await CloseAsync(network);
    }

    [Fact]
    public async Task Both_directions_and_all_neighbours_are_apart_from_each_other()
    {
        var network = await OpenAsync(TestSchedules.Ring(3));
        await Task.WhenAll(network.Select(exchange => Task.Run(() => TalkAsync(exchange, 200))));
        Assert.All(network, exchange => Assert.Equal(400, exchange.Counters.LettersTaken));
        Assert.All(network, exchange => Assert.Equal(0, exchange.Counters.LettersDropped));
        await CloseAsync(network);
    }

    [Fact]
    public async Task Several_callers_wait_each_for_its_own_neighbour()
    {
        var network = await OpenAsync(TestSchedules.Ring(3));
        var fromOne = network[0].Mailbox.ReceiveAsync(1).AsTask();
        var fromTwo = network[0].Mailbox.ReceiveAsync(2).AsTask();
        var fromAny = network[0].Mailbox.ReceiveAsync().AsTask();
        Assert.True(network[2].Mailbox.TrySend(0, 22, []));
        Assert.Equal(22, (await fromTwo).Kind);
        Assert.False(fromOne.IsCompleted);
        Assert.True(network[2].Mailbox.TrySend(0, 23, []));
        Assert.Equal(23, (await fromAny).Kind);
        Assert.True(network[1].Mailbox.TrySend(0, 11, []));
        Assert.Equal(11, (await fromOne).Kind);
        await CloseAsync(network);
    }

    [Fact]
    public async Task Waiting_ends_with_cancellation()
    {
        var network = await OpenPairAsync();
        using var cancellation = new CancellationTokenSource();
        var receiving = network[0].Mailbox.ReceiveAsync(cancellation.Token).AsTask();
        while (network[0].Mailbox.TrySend(1, 0, []))
        {
        }

        var sending = network[0].Mailbox.SendAsync(1, 0, default, default, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.True(network[1].Mailbox.TrySend(0, 1, []));
        Assert.Equal(1, (await network[0].Mailbox.ReceiveAsync()).Kind);
        await CloseAsync(network);
    }

    [Fact]
    public async Task Waiting_ends_when_the_exchange_is_closed()
    {
        var network = await OpenPairAsync();
        var receiving = network[0].Mailbox.ReceiveAsync().AsTask();
        await network[0].DisposeAsync();
        await Assert.ThrowsAsync<ExchangeException>(() => receiving);
        Assert.Throws<ExchangeException>(() => network[0].Mailbox.TryReceive());
        Assert.Throws<ExchangeException>(() => network[0].Mailbox.TrySend(1, 0, []));
        await CloseAsync(network);
    }

    [Fact]
    public async Task A_neighbour_that_departs_takes_no_letters_and_leaves_its_own()
    {
        var network = await OpenPairAsync();
        Assert.True(network[1].Mailbox.TrySend(0, 5, []));
        while (network[0].Mailbox.TrySend(1, 0, []))
        {
        }

        var sending = network[0].Mailbox.SendAsync(1, 0, default).AsTask();
        await network[1].LeaveAsync(isForGood: true);
        await network[1].DisposeAsync();
        Assert.False(await sending);
        Assert.False(network[0].Mailbox.TrySend(1, 0, []));
        Assert.Equal(Capacity, network[0].Counters.LettersDropped);
        using var last = await network[0].Mailbox.ReceiveAsync();
        Assert.Equal(5, last.Kind);
        await CloseAsync(network);
    }

    [Fact]
    public async Task Who_needs_a_letter_of_a_neighbour_takes_those_of_others_until_it_departs()
    {
        var network = await OpenAsync(TestSchedules.Ring(3));
        var mailbox = network[0].Mailbox;
        var waiting = mailbox.ReceiveNeedingAsync(1).AsTask();
        Assert.True(network[2].Mailbox.TrySend(0, 20, []));
        Assert.Equal(20, (await waiting)!.Kind);
        waiting = mailbox.ReceiveNeedingAsync(1).AsTask();
        await DepartAsync(network[1], mailbox);

        // Nobody waits any more whom this letter could go to.
        Assert.True(network[2].Mailbox.TrySend(0, 21, []));
        Assert.Null(await waiting);
        Assert.Equal(21, (await mailbox.ReceiveAsync()).Kind);
        await CloseAsync(network);
    }

    [Fact]
    public async Task What_a_neighbour_has_sent_before_it_departed_is_taken_first()
    {
        var network = await OpenAsync(TestSchedules.Ring(3));
        var mailbox = network[0].Mailbox;
        Assert.True(network[1].Mailbox.TrySend(0, 10, []));
        Assert.True(network[1].Mailbox.TrySend(0, 11, []));
        await DepartAsync(network[1], mailbox);
        Assert.Equal(10, (await mailbox.ReceiveNeedingAsync(1))!.Kind);
        Assert.Equal(11, (await mailbox.ReceiveNeedingAsync(1))!.Kind);
        var waiting = mailbox.ReceiveNeedingAsync(1).AsTask();
        Assert.True(network[2].Mailbox.TrySend(0, 21, []));
        Assert.Null(await waiting);
        await CloseAsync(network);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_by_name()
    {
        var network = await OpenAsync(TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)]]));
        var mailbox = network[0].Mailbox;
        Assert.Equal(LetterLength, mailbox.MaxVectorLength);
        Assert.Throws<ArgumentException>(() => mailbox.TrySend(2, 0, []));
        Assert.Throws<ArgumentException>(() => mailbox.TryReceive(2));
        Assert.Throws<ArgumentException>(() => mailbox.TrySend(1, 0, new float[LetterLength + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => mailbox.TrySend(1, 256, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => mailbox.TrySend(1, 0, [], new double[17]));
        await CloseAsync(network);
    }

    [Fact]
    public async Task Letters_stop_no_census_and_no_agreed_stop()
    {
        var network = await OpenAsync(TestSchedules.Ring(3));
        await Task.WhenAll(network.Select(exchange => Task.Run(async () =>
        {
            await exchange.CensusAsync(new byte[] { 1 });
            await TalkAsync(exchange, 20);
            var done = 1000 + exchange.AgentIndex;
            exchange.Publish(done, default);
            exchange.RequestStop();
            Assert.Equal(0, exchange.NextRound().Round);
            while (!await exchange.AgreeOnStopAsync(done))
            {
                done = exchange.StopAt!.Value;
            }

            Assert.InRange(done, 1000, 1010);
            await exchange.LeaveAsync(isForGood: false);
        })));
        await CloseAsync(network);
    }

    /// <summary>Sends to all neighbours while it receives of all of them.</summary>
    protected static async Task TalkAsync(IRoundExchange exchange, int count)
    {
        var neighbours = exchange.Schedule.EverNeighbours(exchange.AgentIndex);
        var sending = neighbours.Select(neighbour => Task.Run(async () =>
        {
            for (var k = 0; k < count; k++)
            {
                Assert.True(await exchange.Mailbox.SendAsync(neighbour, k % 256, Vector(k, k % 50)));
            }
        })).ToList();
        var next = new long[exchange.AgentCount];
        for (var k = 0; k < count * neighbours.Count; k++)
        {
            using var letter = await exchange.Mailbox.ReceiveAsync();
            Assert.Equal(next[letter.From], letter.Number);
            var number = (int)next[letter.From]++;
            Assert.Equal(number % 256, letter.Kind);
            Assert.Equal(Vector(number, number % 50), letter.Vector.ToArray());
        }

        await Task.WhenAll(sending);
    }

    /// <summary>A neighbour leaves for good; ends when the owner of a mailbox knows.</summary>
    private static async Task DepartAsync(IRoundExchange neighbour, IMailbox mailbox)
    {
        while (mailbox.TrySend(neighbour.AgentIndex, 0, []))
        {
        }

        var sending = mailbox.SendAsync(neighbour.AgentIndex, 0, default).AsTask();
        await neighbour.LeaveAsync(isForGood: true);
        await neighbour.DisposeAsync();
        Assert.False(await sending);
    }

    protected static float[] Vector(int seed, int length) =>
        [.. Enumerable.Range(0, length).Select(k => (seed * 1000) + (k % 997))];

    protected static Task CloseAsync(IEnumerable<IRoundExchange> network) =>
        Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));

    private Task<IReadOnlyList<IRoundExchange>> OpenPairAsync() =>
        OpenAsync(TestSchedules.Periodic(2, false, [[(0, 1)]]));
}
