using System.Net;
using System.Net.Sockets;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Tests.Transport.Local;

/// <summary>The short way between two agents of one user on one machine.</summary>
public sealed class LocalLinkTests
{
    private const int VectorLength = 300_000;
    private static readonly TopologySchedule Pair = TestSchedules.Periodic(2, false, [[(0, 1)]]);

    public static bool IsLinux => OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task A_neighbour_reads_messages_where_they_lie()
    {
        var network = await LoopbackNetwork.OpenAsync(
            Pair, VectorLength, 0, one => one with { LocalLinks = true });
        for (var round = 0; round < 8; round++)
        {
            await ExchangeAsync(network, round);
            if (round == 3)
            {
                await Task.WhenAll(network.Select(one => one.WhenAsync(exchange => Connection(exchange).IsShared)));
            }
        }

        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task An_agent_that_must_not_go_the_short_way_is_met_over_tcp()
    {
        var network = await LoopbackNetwork.OpenAsync(
            Pair, VectorLength, 0, one => one with { LocalLinks = one.AgentIndex == 0 });
        await ExchangeAsync(network, 0);
        Assert.DoesNotContain(network, exchange => Connection(exchange).IsShared);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task A_chunk_at_an_address_that_cannot_be_read_ends_the_connection()
    {
        await using var agent = await MetAgent.OpenAsync(isLocal: true);
        await agent.OfferMemoryAsync();
        var space = new byte[FrameWriter.MaxBytes];
        var chunk = FrameWriter.WriteShared(space, 0, 0, 0, [1f], 1, [], address: 8);
        await agent.Neighbour.SendAsync(space.AsMemory(0, chunk));
        await agent.Neighbour.ReadToEndAsync();
    }

    [Theory(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chunk_in_memory_that_was_not_found_is_a_violation(bool isLocal)
    {
        await using var agent = await MetAgent.OpenAsync(isLocal);
        var space = new byte[FrameWriter.MaxBytes];
        var chunk = FrameWriter.WriteShared(space, 0, 0, 0, [1f], 1, [], NeighbourMemory.OfferedAddress);
        await agent.Neighbour.SendAsync(space.AsMemory(0, chunk));
        await agent.Neighbour.ReadToEndAsync();
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task A_word_on_memory_from_another_machine_is_a_violation()
    {
        await using var agent = await MetAgent.OpenAsync(isLocal: false);
        var space = new byte[FrameWriter.MaxBytes];
        await agent.Neighbour.SendAsync(space.AsMemory(0, FrameWriter.WriteMemory(space, 8, 8, canRead: true)));
        await agent.Neighbour.ReadToEndAsync();
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public void Only_the_offered_number_at_the_offered_address_is_found()
    {
        var memory = new NeighbourMemory(Environment.ProcessId);
        var (number, address) = (NeighbourMemory.OfferedNumber, NeighbourMemory.OfferedAddress);
        Assert.True(memory.Finds(number, address));
        Assert.False(memory.Finds(number + 1, address));
        Assert.False(memory.Finds(number, 8));
        Assert.Throws<IOException>(() => memory.Read(8, new byte[8]));
    }

    [Fact(SkipUnless = nameof(IsLinux), Skip = "Other systems have no such sockets")]
    public async Task A_name_that_is_taken_is_left_to_its_owner()
    {
        using var tcp = TcpNeighbourhood.BindLoopback(1)[0];
        var port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
        Assert.Null(await LocalSocket.TryConnectAsync([IPAddress.Loopback], port, default));
        using var first = LocalSocket.TryListen(tcp.LocalEndPoint);
        Assert.NotNull(first);
        Assert.Null(LocalSocket.TryListen(tcp.LocalEndPoint));
        Assert.Null(LocalSocket.TryListen(new IPEndPoint(IPAddress.Parse("192.0.2.1"), port)));
        using var dialed = await LocalSocket.TryConnectAsync([IPAddress.Loopback], port, default);
        Assert.Equal(Environment.ProcessId, LocalSocket.ProcessOf(dialed!));
        Assert.Null(LocalSocket.ProcessOf(tcp));
    }

    private static Connection Connection(IRoundExchange exchange) => ((TcpExchange)exchange).Links[0].Connection!;

    private static async Task ExchangeAsync(IReadOnlyList<IRoundExchange> network, int round)
    {
        var sent = network
            .Select((_, i) => Enumerable.Range(0, VectorLength).Select(k => i + k + (7f * round)).ToArray())
            .ToArray();
        var rounds = await Task.WhenAll(
            network.Select((one, i) => one.ExchangeAsync(round, sent[i], default).AsTask()));
        for (var i = 0; i < 2; i++)
        {
            Assert.True(rounds[i][0].Vectors.Span.SequenceEqual(sent[0]));
            Assert.True(rounds[i][1].Vectors.Span.SequenceEqual(sent[1]));
        }
    }
}
