using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Local;

namespace Murmuration.Gossip.Tests.Transport.Local;

/// <summary>An agent that has met its only neighbour, which is driven by hand.</summary>
internal sealed class MetAgent : IAsyncDisposable
{
    private readonly TcpNeighbourhoodOptions[] _options;

    private MetAgent(TcpNeighbourhoodOptions[] options, IRoundExchange exchange, RawNeighbour neighbour) =>
        (_options, Exchange, Neighbour) = (options, (TcpExchange)exchange, neighbour);

    public TcpExchange Exchange { get; }

    public RawNeighbour Neighbour { get; private set; }

    /// <summary>How to reach the agent.</summary>
    public TcpNeighbourhoodOptions Address => _options[1];

    /// <summary>What the neighbour would listen on.</summary>
    public TcpNeighbourhoodOptions NeighbourAddress => _options[0];

    public static async Task<MetAgent> OpenAsync(
        bool isLocal, int vectorLength = 1, Func<TcpNeighbourhoodOptions, TcpNeighbourhoodOptions>? change = null)
    {
        var options = LoopbackNetwork.Options(
            TestSchedules.Periodic(2, false, [[(0, 1)]]), vectorLength, scalarCount: 0);
        var own = options[1] with { LocalLinks = true };
        var opening = TcpNeighbourhood.OpenAsync(change?.Invoke(own) ?? own, NullLogger.Instance);
        var neighbour = await DialAsync(options, isLocal, peerLife: 0);
        return new(options, await opening, neighbour);
    }

    /// <summary>The neighbour connects anew the short way, in the life that it has had.</summary>
    public async Task ComeBackAsync()
    {
        await Neighbour.DisposeAsync();
        Neighbour = await DialAsync(_options, isLocal: true, Exchange.Incarnation);
    }

    /// <summary>The neighbour offers its memory, and takes word that it has been found.</summary>
    public async Task OfferMemoryAsync(bool canRead = false)
    {
        await SayMemoryAsync(canRead);
        do
        {
            await Neighbour.ReadUntilAsync(FrameType.Memory, vectorLength: 1);
        }
        while (!Neighbour.Header.ReadMemory().CanRead);
    }

    /// <summary>The neighbour offers its memory.</summary>
    public async Task SayMemoryAsync(bool canRead)
    {
        var space = new byte[FrameWriter.MaxBytes];
        var offer = FrameWriter.WriteMemory(
            space, NeighbourMemory.OfferedAddress, NeighbourMemory.OfferedNumber, canRead);
        await Neighbour.SendAsync(space.AsMemory(0, offer));
    }

    public async ValueTask DisposeAsync()
    {
        await Neighbour.DisposeAsync();
        await Exchange.DisposeAsync();
        _options[0].ListenSocket!.Dispose();
    }

    private static async Task<RawNeighbour> DialAsync(TcpNeighbourhoodOptions[] options, bool isLocal, long peerLife)
    {
        var neighbour = await (isLocal
            ? RawNeighbour.ConnectLocallyAsync(options[1])
            : RawNeighbour.ConnectAsync(options[1]));
        var hello = RawNeighbour.HandshakeOf(options[0], "a1");
        hello = hello with { Link = hello.Link with { PeerIncarnation = peerLife } };
        Assert.Equal(FrameType.Welcome, await neighbour.ShakeHandsAsync(hello));
        return neighbour;
    }
}
