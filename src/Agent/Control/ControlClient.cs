using System.Net.Sockets;
using System.Text.Json;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Control;

/// <summary>Finds this user's agents on this machine, and asks them.</summary>
internal static class ControlClient
{
    private const int MostReplyBytes = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The one agent that fits, or any one where all that fit belong to the same network.</summary>
    /// <param name="run">Name of its run, or null for any.</param>
    /// <param name="id">Its id, or null for any.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <param name="network">Digest of its network, or null for any.</param>
    /// <exception cref="ConfigurationException">None fits, or agents of several networks do.</exception>
    public static async Task<(string Socket, ControlReply Agent)> FindAsync(
        string? run, string? id, CancellationToken cancellation, string? network = null)
    {
        var found = new List<(string Socket, ControlReply Agent)>();
        foreach (var socket in ControlFolder.Sockets())
        {
            if (await WhoAsync(socket, cancellation) is { } agent && Fits(agent, run, id)
                && (network is null || agent.Network == network))
            {
                found.Add((socket, agent));
            }
        }

        return found.Select(one => one.Agent.Network).Distinct(StringComparer.Ordinal).Count() switch
        {
            1 => found[0],
            0 => throw new ConfigurationException($"no agent{Describe(run, id)} of yours runs on this machine"),
            _ => throw new ConfigurationException(
                "agents of several networks run on this machine; choose by --run and --id: "
                + string.Join(", ", found.Select(one => $"{one.Agent.Run}/{one.Agent.Id}"))),
        };
    }

    /// <summary>Sends a request and waits for the answer, as long as it takes.</summary>
    /// <exception cref="ConfigurationException">There is no answer.</exception>
    public static async Task<ControlReply> AskAsync(string path, string request, CancellationToken cancellation)
    {
        try
        {
            using var socket = await ConnectAsync(path, cancellation);
            await ControlLine.WriteAsync(socket, request, cancellation);
            return await ControlLine.ReadAsync(socket, MostReplyBytes, cancellation) is { } line
                ? JsonSerializer.Deserialize<ControlReply>(line, MetricsFormat.Options)!
                : throw new ConfigurationException($"the agent behind {path} ended without an answer");
        }
        catch (Exception e) when (e is SocketException or JsonException)
        {
            throw new ConfigurationException($"the agent behind {path} gives no answer: {e.Message}", e);
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The same for requests that are answered at once.</summary>
    /// <exception cref="ConfigurationException">There is no answer within seconds.</exception>
    public static async Task<ControlReply> AskInTimeAsync(string path, string request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await AskAsync(path, request, end.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ConfigurationException(
                $"the agent behind {path} gives no answer within {Patience.TotalSeconds:0} s", e);
        }
    }

    /// <summary>The socket of a process that has died is removed; one that does not answer is passed over.</summary>
    private static async Task<ControlReply?> WhoAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await AskInTimeAsync(path, ControlDesk.Who, cancellation);
        }
        catch (ConfigurationException e)
        {
            if (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                File.Delete(path);
            }

            return null;
        }
    }

    private static bool Fits(ControlReply agent, string? run, string? id) =>
        (run is null || agent.Run == run) && (id is null || agent.Id == id);

    private static string Describe(string? run, string? id) =>
        (id is null ? "" : $" '{id}'") + (run is null ? "" : $" of run '{run}'");
}
