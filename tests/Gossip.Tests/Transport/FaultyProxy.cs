using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Murmuration.Gossip.Tests.Transport;

/// <summary>Passes bytes between a dialer and a listener, and cuts the n-th connection after so many bytes.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _targetPort;
    private readonly ConcurrentQueue<long> _cuts;
    private readonly Task _accepting;
    private int _cutCount;

    public FaultyProxy(int targetPort, params long[] cutsAfterBytes)
    {
        _targetPort = targetPort;
        _cuts = new(cutsAfterBytes);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections cut so far.</summary>
    public int CutCount => Volatile.Read(ref _cutCount);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                var dialer = await _listener.AcceptSocketAsync(_stopping.Token);
                passing.Add(PassAsync(dialer));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(Socket dialer)
    {
        using var from = dialer;
        using var to = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await to.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _targetPort), _stopping.Token);
            var cut = _cuts.TryDequeue(out var next) ? next : long.MaxValue;
            await Task.WhenAll(CopyAsync(from, to, cut), CopyAsync(to, from, long.MaxValue));
        }
        catch (Exception ended) when (
            ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone, and with it the other.
        }
    }

    private async Task CopyAsync(Socket from, Socket to, long bytesLeft)
    {
        var bytes = new byte[16 * 1024];
        while (bytesLeft > 0)
        {
            var count = await from.ReceiveAsync(
                bytes.AsMemory(0, (int)Math.Min(bytes.Length, bytesLeft)), _stopping.Token);
            if (count == 0)
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }

            await to.SendAsync(bytes.AsMemory(0, count), _stopping.Token);
            bytesLeft -= count;
        }

        Interlocked.Increment(ref _cutCount);
        from.Dispose();
        to.Dispose();
    }
}
