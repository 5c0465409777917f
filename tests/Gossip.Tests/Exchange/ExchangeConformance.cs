using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>What every transport's exchange must do; each transport only says how a network is opened.</summary>
public abstract class ExchangeConformance
{
    protected const int VectorLength = 37;
    protected const int ScalarCount = 2;

    private static readonly (int, int)[][] Varying = [[(0, 1), (2, 3)], [(1, 2)], [(0, 3), (0, 2)], []];
    private static readonly (int, int)[][] Arcs =
        [[(0, 1), (1, 2), (2, 0), (3, 0)], [(2, 3)], [(1, 0), (0, 1), (3, 2)]];

    protected abstract Task<IReadOnlyList<IRoundExchange>> OpenAsync(
        TopologySchedule schedule, int vectorLength, int scalarCount);

    [Fact]
    public Task A_static_ring_exchanges_three_rounds() => RunAsync(TestSchedules.Ring(5), 3);

    [Fact]
    public Task A_single_link_exchanges() => RunAsync(TestSchedules.Periodic(2, false, [[(0, 1)]]), 20);

    [Fact]
    public Task A_varying_schedule_with_agents_without_links_exchanges() =>
        RunAsync(TestSchedules.Periodic(4, false, Varying), 21);

    [Fact]
    public Task A_directed_schedule_sends_along_the_arcs_only() =>
        RunAsync(TestSchedules.Periodic(4, true, Arcs), 21);

    [Fact]
    public Task A_star_exchanges() =>
        RunAsync(TestSchedules.Periodic(6, false, [[(3, 0), (3, 1), (3, 2), (3, 4), (3, 5)]]), 5);

    [Fact]
    public async Task An_agent_without_any_neighbour_passes_through()
    {
        var network = await OpenAsync(TestSchedules.Periodic(1, false, [[]]), VectorLength, ScalarCount);
        await RunAgentAsync(network[0], 4);
    }

    [Fact]
    public async Task Contributions_come_in_agent_order_with_their_weights()
    {
        var schedule = TestSchedules.Ring(5);
        var network = await OpenAsync(schedule, 1, 0);
        var all = await Task.WhenAll(
            network.Select(exchange => exchange.ExchangeAsync(0, new float[1], default).AsTask()));
        for (var i = 0; i < network.Count; i++)
        {
            int[] expected = [.. new[] { (i + 4) % 5, i, (i + 1) % 5 }.Order()];
            Assert.Equal(expected, all[i].Select(contribution => contribution.AgentIndex));
            Assert.All(all[i], contribution => Assert.Equal(
                contribution.AgentIndex == i
                    ? schedule.At(0, i).SelfWeight
                    : schedule.At(0, i).InNeighbours.Single(j => j.AgentIndex == contribution.AgentIndex).Weight,
                contribution.Weight));
        }

        await CloseAsync(network);
    }

    [Fact]
    public async Task A_census_gives_every_record_to_everyone_again_and_again()
    {
        var network = await OpenAsync(TestSchedules.Periodic(4, false, Varying), VectorLength, ScalarCount);
        await Task.WhenAll(network.Select(exchange => Task.Run(async () =>
        {
            for (var census = 0; census < 3; census++)
            {
                var records = await exchange.CensusAsync(Record(exchange.AgentIndex, census));
                Assert.Equal(4, records.Count);
                for (var j = 0; j < 4; j++)
                {
                    Assert.Equal(Record(j, census), records[j].ToArray());
                }
            }

            await RunRoundsAsync(exchange, 3);
            await exchange.LeaveAsync(isForGood: false);
        })));
        await CloseAsync(network);
    }

    [Fact]
    public async Task A_round_goes_on_without_an_agent_that_left()
    {
        var network = await OpenAsync(TestSchedules.Periodic(2, false, [[(0, 1)]]), VectorLength, ScalarCount);
        await Task.WhenAll(network.Select(exchange => RunRoundsAsync(exchange, 2)));
        var leaving = network[1].LeaveAsync(isForGood: true).AsTask();
        var alone = Assert.Single(await ExchangeAsync(network[0], 2));
        Assert.Equal((0, 1.0), (alone.AgentIndex, alone.Weight));
        await leaving;
        await CloseAsync(network);
    }

    [Fact]
    public async Task A_round_given_up_leaves_only_leaving()
    {
        var network = await OpenAsync(TestSchedules.Periodic(2, false, [[(0, 1)]]), VectorLength, ScalarCount);
        using var giveUp = new CancellationTokenSource();
        var waiting = network[0].ExchangeAsync(0, Vectors(0, 0), Scalars(0, 0), giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ExchangeAsync(network[0], 1).AsTask());
        var leaving = network[0].LeaveAsync(isForGood: false).AsTask();
        await ExchangeAsync(network[1], 0);
        Assert.Single(await ExchangeAsync(network[1], 1));
        await leaving;
        await CloseAsync(network);
    }

    [Fact]
    public async Task All_agents_stop_after_the_same_round()
    {
        var network = await OpenAsync(TestSchedules.Periodic(4, false, Varying), VectorLength, ScalarCount);
        await Task.WhenAll(network.Select(exchange => exchange.CensusAsync(new byte[1]).AsTask()));
        var done = await Task.WhenAll(network.Select(exchange => Task.Run(() => RunUntilStoppedAsync(exchange))));
        Assert.Single(done.Distinct());
        Assert.InRange(done[0], 5, 100);
        await CloseAsync(network);
    }

    [Fact]
    public async Task An_agent_leaves_while_slower_ones_are_in_the_last_round()
    {
        var network = await OpenAsync(TestSchedules.Periodic(3, false, [[(0, 1), (1, 2)]]), VectorLength, ScalarCount);
        var middle = RunAgentAsync(network[1], 1);
        await RunAgentAsync(network[0], 1);
        Assert.False(middle.IsCompleted);
        await RunAgentAsync(network[2], 1);
        await middle;
    }

    [Fact]
    public async Task A_faster_sender_is_held_back_and_nothing_is_lost()
    {
        var network = await OpenAsync(
            TestSchedules.Periodic(3, true, [[(0, 1), (2, 1)], [(0, 1)], [(0, 1)], [(0, 1)], [(1, 0), (1, 2)]]),
            VectorLength,
            ScalarCount);
        var fast = Task.Run(() => RunAgentAsync(network[0], 10));
        var slow = Task.Run(() => RunAgentAsync(network[1], 10));
        await RunAgentAsync(network[2], 10);
        await Task.WhenAll(fast, slow);
    }

    [Theory]
    [InlineData(36, 2)]
    [InlineData(37, 1)]
    public async Task A_message_of_another_length_is_refused(int vectorLength, int scalarCount)
    {
        var network = await OpenAsync(TestSchedules.Periodic(1, false, [[]]), VectorLength, ScalarCount);
        await Assert.ThrowsAsync<ArgumentException>(
            () => network[0].ExchangeAsync(0, new float[vectorLength], new double[scalarCount]).AsTask());
        await CloseAsync(network);
    }

    [Fact]
    public async Task Counters_count_what_was_exchanged()
    {
        var network = await OpenAsync(TestSchedules.Ring(3), VectorLength, ScalarCount);
        await Task.WhenAll(network.Select(exchange => RunAgentAsync(exchange, 4)));
        Assert.All(network, exchange =>
        {
            Assert.True(exchange.Counters.BytesSent >= 4 * 2 * VectorLength * sizeof(float));
            Assert.True(exchange.Counters.BytesReceived >= 4 * 2 * VectorLength * sizeof(float));
            Assert.True(exchange.Counters.FramesReceived >= 8);
            Assert.Equal(0, exchange.Counters.Duplicates + exchange.Counters.Stale + exchange.Counters.Reconnects);
        });
    }

    [Fact]
    public async Task Links_tell_what_has_passed_over_them_and_that_a_neighbour_has_left()
    {
        var network = await OpenAsync(TestSchedules.Ring(3), VectorLength, ScalarCount);
        var links = new LinkStatus[2];
        Assert.Equal(2, network[0].ReadLinks(links));
        Assert.All(links, link => Assert.Equal((LinkCondition.Up, null), (link.Condition, link.Delay)));
        await Task.WhenAll(network.Select(exchange => RunRoundsAsync(exchange, 4)));
        foreach (var exchange in network)
        {
            Assert.Equal(2, exchange.ReadLinks(links.AsSpan(0, 1)));
            exchange.ReadLinks(links);
            Assert.Equal(exchange.Schedule.EverNeighbours(exchange.AgentIndex), links.Select(link => link.AgentIndex));
            Assert.All(links, link => Assert.True(link.BytesSent >= 4 * VectorLength * sizeof(float)));
            Assert.All(links, link => Assert.True(link.BytesReceived >= 4 * VectorLength * sizeof(float)));
            Assert.All(links, link => Assert.InRange(link.Delay!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
            Assert.Equal(exchange.Counters.BytesSent, links.Sum(link => link.BytesSent));
            Assert.Equal(exchange.Counters.BytesReceived, links.Sum(link => link.BytesReceived));
        }

        var leaving = network[2].LeaveAsync(isForGood: false).AsTask();
        await Task.WhenAll(ExchangeAsync(network[0], 4).AsTask(), ExchangeAsync(network[1], 4).AsTask());
        network[0].ReadLinks(links);
        Assert.Equal([LinkCondition.Up, LinkCondition.Closed], links.Select(link => link.Condition));
        await leaving;
        await CloseAsync(network);
    }

    protected static float[] Vectors(int agentIndex, int round, int length = VectorLength) =>
        [.. Enumerable.Range(0, length).Select(k => (1000 * agentIndex) + (10 * round) + (k / 64f))];

    protected static double[] Scalars(int agentIndex, int round) => [agentIndex + (0.5 * round), -round];

    protected static ValueTask<RoundMessages> ExchangeAsync(IRoundExchange exchange, int round) =>
        exchange.ExchangeAsync(round, Vectors(exchange.AgentIndex, round), Scalars(exchange.AgentIndex, round));

    protected static async Task RunRoundsAsync(IRoundExchange exchange, int rounds, int first = 0)
    {
        for (var round = first; round < first + rounds; round++)
        {
            Check(await ExchangeAsync(exchange, round), exchange, round);
        }
    }

    protected static async Task CloseAsync(IReadOnlyList<IRoundExchange> network) =>
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));

    private static async Task<int> RunUntilStoppedAsync(IRoundExchange exchange)
    {
        var done = 0;
        while (true)
        {
            if (exchange.StopAt <= done && await exchange.AgreeOnStopAsync(done))
            {
                return done;
            }

            if (done == 4 && exchange.AgentIndex == 2)
            {
                exchange.RequestStop();
            }

            Assert.Equal(new(done, IsNewEpoch: false, Skipped: 0), exchange.NextRound());
            Check(await ExchangeAsync(exchange, done), exchange, done);
            done++;
        }
    }

    private static void Check(RoundMessages messages, IRoundExchange exchange, int round)
    {
        var neighbourhood = exchange.Schedule.At(round, exchange.AgentIndex);
        var expected = neighbourhood.InNeighbours
            .Select(j => j.AgentIndex).Append(exchange.AgentIndex).Order().ToArray();
        Assert.Equal(round, messages.Round);
        Assert.Equal(expected, messages.Select(contribution => contribution.AgentIndex));
        foreach (var contribution in messages)
        {
            Assert.Equal(Vectors(contribution.AgentIndex, round), contribution.Vectors.ToArray());
            Assert.Equal(Scalars(contribution.AgentIndex, round), contribution.Scalars.ToArray());
        }
    }

    private static byte[] Record(int agentIndex, int census) =>
        [(byte)agentIndex, (byte)census, 7, .. new byte[100 * agentIndex]];

    private async Task RunAsync(TopologySchedule schedule, int rounds)
    {
        var network = await OpenAsync(schedule, VectorLength, ScalarCount);
        await Task.WhenAll(network.Select(exchange => Task.Run(() => RunAgentAsync(exchange, rounds))));
    }

    private static async Task RunAgentAsync(IRoundExchange exchange, int rounds)
    {
        await RunRoundsAsync(exchange, rounds);
        await exchange.LeaveAsync(isForGood: false);
        await exchange.DisposeAsync();
    }
}
