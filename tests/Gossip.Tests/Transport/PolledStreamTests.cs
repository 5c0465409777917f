using System.Net;
using System.Net.Sockets;
using Murmuration.Gossip.Protocol;
using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Transport;
using Murmuration.Gossip.Transport.Polling;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Sockets that agents wait for themselves.</summary>
public sealed class PolledStreamTests : IDisposable
{
    private readonly SocketPoll _poll = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public PolledStreamTests()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Elsewhere the runtime waits");
        }

        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    public void Dispose()
    {
        _poll.Close();
        _listener.Dispose();
    }

    [Fact]
    public async Task More_than_sockets_hold_passes_both_ways_at_once_and_in_order()
    {
        await using var one = await DialAsync();
        await using var other = await AcceptAsync();
        var sent = new byte[20_000_000];
        new Random(1).NextBytes(sent);
        var (here, there) = (new byte[sent.Length], new byte[sent.Length]);
        await Task.WhenAll(
            one.WriteAsync(sent).AsTask(), other.WriteAsync(sent).AsTask(),
            one.ReadExactlyAsync(here).AsTask(), other.ReadExactlyAsync(there).AsTask());
        Assert.True(sent.AsSpan().SequenceEqual(here));
        Assert.True(sent.AsSpan().SequenceEqual(there));
    }

    [Fact]
    public async Task What_is_peeked_at_stays_and_an_end_is_read_as_one()
    {
        await using var one = await DialAsync();
        await using var other = await AcceptAsync();
        var bytes = new byte[4];
        var peeking = other.PeekAsync(bytes.AsMemory(0, 1), default);
        await one.WriteAsync(new byte[] { 7, 8, 9 });
        Assert.Equal((1, 7), (await peeking, bytes[0]));
        await other.ReadExactlyAsync(bytes.AsMemory(1, 3));
        Assert.Equal([7, 7, 8, 9], bytes);
        var end = other.ReadAsync(bytes);
        one.Socket.Shutdown(SocketShutdown.Both);
        Assert.Equal(0, await end);
        await Assert.ThrowsAsync<IOException>(() => one.WriteAsync(bytes).AsTask());
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled_and_when_its_stream_does()
    {
        await using var one = await DialAsync();
        await using var other = await AcceptAsync();
        using var cancellation = new CancellationTokenSource();
        var reading = one.ReadAsync(new byte[1], cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => reading.AsTask());
        reading = one.ReadAsync(new byte[1], default);
        await one.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.AsTask());
    }

    [Fact]
    public async Task A_port_where_nobody_listens_refuses()
    {
        var address = _listener.LocalEndPoint!;
        _listener.Dispose();
        var refused = await Assert.ThrowsAsync<SocketException>(
            () => PolledStream.ConnectAsync(address, _poll, default));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public void Long_messages_get_threads_for_several_neighbours_and_some_agents_none()
    {
        var options = LoopbackNetwork.Options(TestSchedules.Periodic(2, false, [[(0, 1)]]), 1, 0)[0];
        using var socket = options.ListenSocket;
        var polls = SocketPolls.For(options, links: 64, isShort: false);
        Assert.Equal(Environment.ProcessorCount < 4, polls is null);
        Assert.NotNull(SocketPolls.For(options, links: 2, isShort: true));
        Assert.Null(SocketPolls.For(options, links: 17, isShort: true));
        Assert.Null(SocketPolls.For(options with { Wake = static _ => { } }, links: 2, isShort: true));
    }

    private async Task<PolledStream> DialAsync() =>
        new(await PolledStream.ConnectAsync(_listener.LocalEndPoint!, _poll, default), _poll);

    private async Task<PolledStream> AcceptAsync() => new(await _listener.AcceptAsync(), _poll);
}
