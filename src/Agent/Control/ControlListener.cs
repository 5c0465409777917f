using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Control;

/// <summary>
/// A daemon's ear on its own machine: a Unix domain socket in a folder that only its user can enter. A request is one
/// line, the answer another.
/// </summary>
internal sealed class ControlListener : IAsyncDisposable
{
    private const int MostRequestBytes = 256;
    private const int MostConnections = 4;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Socket _socket;
    private readonly ControlDesk _desk;
    private readonly RunControl _control;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task[] _servers;

    private ControlListener(string path, Socket socket, ControlDesk desk, RunControl control, TimeProvider time)
    {
        (_path, _socket, _desk, _control, _time) = (path, socket, desk, control, time);
        _servers = [.. Enumerable.Range(0, MostConnections).Select(_ => ServeAsync())];
    }

    /// <summary>Listens; without a socket the run goes on, for it is not what the agent is for.</summary>
    public static ControlListener? TryStart(
        AgentSetup setup, RunControl control, NetworkWatch watch, TimeProvider time, ILogger logger)
    {
        var path = ControlFolder.PathOf(setup.Run.Name, setup.Id, Environment.ProcessId);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            ControlFolder.Create();
            // A process id is that of a living process once: what has this name belongs to a dead one.
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen(MostConnections);
            return new(path, socket, new ControlDesk(setup, control, watch), control, time);
        }
        catch (Exception e) when (
            e is SocketException or IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            AgentLog.NoControl(logger, setup.Id, e.Message);
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Answers those who still wait, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _control.NoteFailed();
        await _closing.CancelAsync();
        await Task.WhenAll(_servers).WaitAsync(ReplyTimeout, _time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        File.Delete(_path);
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                using var peer = await _socket.AcceptAsync(_closing.Token);
                await ServeAsync(peer);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Whoever asked has gone, or was too slow; the next one may be better.
            }
        }
    }

    private async Task ServeAsync(Socket peer)
    {
        using var limit = new CancellationTokenSource(RequestTimeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        if (await ControlLine.ReadAsync(peer, MostRequestBytes, end.Token) is { } request)
        {
            var reply = await _desk.AnswerAsync(request);
            using var writing = new CancellationTokenSource(ReplyTimeout, _time);
            await ControlLine.WriteAsync(peer, MetricsFormat.ToLine(reply), writing.Token);
        }
    }
}
