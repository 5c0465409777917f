using System.Net;
using System.Net.Sockets;

namespace Murmuration.Gossip.Transport;

/// <summary>Opens the socket that an agent listens on, with one clear line when that cannot be.</summary>
internal static class ListenSocket
{
    private const int Backlog = 512;

    /// <param name="options">Of the agent.</param>
    /// <param name="isBound">Called with the address that is bound, before anybody can connect.</param>
    /// <param name="cancellationToken">Ends the search for the address.</param>
    public static async Task<Socket> OpenAsync(
        TcpNeighbourhoodOptions options, Action<EndPoint?> isBound, CancellationToken cancellationToken)
    {
        if (options.ListenSocket is { } given)
        {
            isBound(given.LocalEndPoint);
            given.Listen(Backlog);
            return given;
        }

        var agent = options.Schedule.Agents[options.AgentIndex];
        var (host, port) = options.ListenAddress is { } text ? Split(text) : (agent.Host, agent.Port);
        var address = await ResolveAsync(host, agent.Id, cancellationToken);
        return Bind(new(address, port), isBound, agent.Id);
    }

    /// <summary>A socket bound to a free loopback port.</summary>
    public static Socket BindLoopback()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static Socket Bind(IPEndPoint endPoint, Action<EndPoint?> isBound, string agentId)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            isBound(socket.LocalEndPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            var reason = failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "the port is busy",
                SocketError.AddressNotAvailable => "the address is not of this machine; give a listen address",
                _ => failure.Message,
            };
            throw new AddressException($"agent '{agentId}' cannot listen on {endPoint}: {reason}", failure);
        }
    }

    private static async Task<IPAddress> ResolveAsync(
        string host, string agentId, CancellationToken cancellationToken)
    {
        // The resolver refuses 0.0.0.0 and [::], which stand for all interfaces here.
        if (IPAddress.TryParse(host, out var given))
        {
            return given;
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return addresses.Length > 0 ? addresses[0] : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (SocketException unknown)
        {
            throw new AddressException(
                $"agent '{agentId}' cannot listen on '{host}': {unknown.Message}", unknown);
        }
    }

    private static (string Host, int Port) Split(string address)
    {
        var colon = address.LastIndexOf(':');
        return colon > 0
            && int.TryParse(address.AsSpan(colon + 1), out var port)
            && port is >= 0 and <= IPEndPoint.MaxPort
                ? (address[..colon].Trim('[', ']'), port)
                : throw new AddressException($"listen address '{address}' is not host:port");
    }
}
