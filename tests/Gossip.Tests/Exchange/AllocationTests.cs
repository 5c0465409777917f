using System.Diagnostics.CodeAnalysis;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Tests.Transport;
using Murmuration.Gossip.Transport;

namespace Murmuration.Gossip.Tests.Exchange;

/// <summary>Counts the memory of the whole process, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int AgentCount = 8;
    private const int WarmUpRounds = 100;
    private const int MeasuredRounds = 400;

    /// <summary>The quietest of several counts: timers and heartbeats also allocate now and then.</summary>
    private const int Windows = 4;

    [Fact]
    public void Rounds_in_memory_allocate_nothing_once_they_run()
    {
        var network = InMemoryNetwork.Create(TestSchedules.Ring(AgentCount), 1000, 1);
        Assert.InRange(BytesPerRound(network, 1000), 0, 20 * AgentCount);
    }

    [Fact]
    public async Task Rounds_over_tcp_allocate_next_to_nothing_once_they_run()
    {
        var network = await LoopbackNetwork.OpenAsync(
            TestSchedules.Periodic(2, false, [[(0, 1)]]), 40_000, 1);
        Assert.InRange(BytesPerRound(network, 40_000), 0, 200);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(40_000)]
    [InlineData(600_000)]
    public async Task Rounds_within_a_machine_allocate_next_to_nothing_once_they_run(int vectorLength)
    {
        var network = await LoopbackNetwork.OpenAsync(
            TestSchedules.Periodic(2, false, [[(0, 1)]]), vectorLength, 1, one => one with { LocalLinks = true });
        Assert.InRange(BytesPerRound(network, vectorLength), 0, 200);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Rounds_over_tls_allocate_next_to_nothing_once_they_run()
    {
        using var authority = new TestAuthority();
        var network = await LoopbackNetwork.OpenAsync(
            TestSchedules.Periodic(2, false, [[(0, 1)]]), 40_000, 1, authority.Secure);
        Assert.InRange(BytesPerRound(network, 40_000), 0, 200);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public void Letters_in_memory_allocate_nothing_once_they_run()
    {
        var network = InMemoryNetwork.Create(
            TestSchedules.Periodic(2, false, [[(0, 1)]]), 1, 0, letterLength: 1000);
        Assert.InRange(BytesPerLetter(network, 1000), 0, 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Letters_over_connections_allocate_next_to_nothing_once_they_run(bool isSecure)
    {
        using var authority = new TestAuthority();
        var network = await LoopbackNetwork.OpenAsync(
            TestSchedules.Periodic(2, false, [[(0, 1)]]), 1, 0,
            one => (isSecure ? authority.Secure(one) : one) with { LetterLength = 10_000 });
        Assert.InRange(BytesPerLetter(network, 10_000), 0, 20);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    private static double BytesPerLetter(IReadOnlyList<IRoundExchange> network, int length)
    {
        var vector = new float[length];
        SendToAndFro(network, vector, WarmUpRounds);
        var least = long.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            SendToAndFro(network, vector, MeasuredRounds);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least / (2.0 * LetterLimits.DefaultCapacity * MeasuredRounds);
    }

    /// <summary>Fills the outboxes, waits for room for one letter more, and takes them all.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once, after all have begun.")]
    private static void SendToAndFro(IReadOnlyList<IRoundExchange> network, float[] vector, int count)
    {
        var scalars = new double[2];
        for (var time = 0; time < count; time++)
        {
            for (var i = 0; i < network.Count; i++)
            {
                var (mailbox, other) = (network[i].Mailbox, network[1 - i].Mailbox);
                var receiving = other.ReceiveAsync();
                for (var k = 0; k < LetterLimits.DefaultCapacity - 1; k++)
                {
                    Assert.True(Result(mailbox.SendAsync(1 - i, k, vector, scalars)));
                }

                Result(receiving).Dispose();
                var last = mailbox.SendAsync(1 - i, 9, vector);
                for (var k = 1; k < LetterLimits.DefaultCapacity; k++)
                {
                    Result(other.ReceiveAsync(i)).Dispose();
                }

                Assert.True(Result(last));
            }
        }
    }

    private static T Result<T>(ValueTask<T> pending)
    {
        var spin = default(SpinWait);
        while (!pending.IsCompleted)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        return pending.GetAwaiter().GetResult();
    }

    private static double BytesPerRound(IReadOnlyList<IRoundExchange> network, int vectorLength)
    {
        var vectors = new float[vectorLength];
        var scalars = new double[1];
        var pending = new ValueTask<RoundMessages>[network.Count];
        RunRounds(network, pending, vectors, scalars, 0, WarmUpRounds);
        var least = long.MaxValue;
        for (var window = 0; window < Windows; window++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            RunRounds(network, pending, vectors, scalars, WarmUpRounds + (window * MeasuredRounds), MeasuredRounds);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least / (double)MeasuredRounds;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once, after all have begun.")]
    private static void RunRounds(
        IReadOnlyList<IRoundExchange> network,
        ValueTask<RoundMessages>[] pending,
        float[] vectors,
        double[] scalars,
        int first,
        int count)
    {
        for (var round = first; round < first + count; round++)
        {
            for (var i = 0; i < network.Count; i++)
            {
                pending[i] = network[i].ExchangeAsync(round, vectors, scalars);
            }

            for (var i = 0; i < network.Count; i++)
            {
                var spin = default(SpinWait);
                while (!pending[i].IsCompleted)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                _ = pending[i].GetAwaiter().GetResult();
            }
        }
    }
}
