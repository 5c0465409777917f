using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Gossip.Transport;

/// <summary>Opens an agent's exchange over TCP, for daemons on one or many machines.</summary>
public static class TcpNeighbourhood
{
    /// <summary>
    /// Listens, dials, and gives the exchange as soon as every neighbour of the whole schedule has been met.
    /// </summary>
    /// <exception cref="AddressException">The address cannot be listened on, or a neighbour's cannot be looked
    /// up.</exception>
    /// <exception cref="HandshakeException">A neighbour belongs to another run, topology, model or version.</exception>
    /// <exception cref="Identities.IdentityException">Plain TCP would lead beyond this machine, or the identity is that
    /// of another agent.</exception>
    /// <exception cref="NeighbourMissingException">A neighbour did not appear in time.</exception>
    public static async Task<IRoundExchange> OpenAsync(
        TcpNeighbourhoodOptions options,
        ILogger logger,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        TcpExchange? exchange = null;
        var isOpen = false;
        try
        {
            exchange = new(options, logger, clock ?? TimeProvider.System);
            await exchange.OpenAsync(cancellationToken);
            isOpen = true;
            return exchange;
        }
        finally
        {
            if (exchange is null)
            {
                options.ListenSocket?.Dispose();
            }
            else if (!isOpen)
            {
                await exchange.DisposeAsync();
            }
        }
    }

    /// <summary>Sockets bound to free ports of 127.0.0.1, for a whole network on one machine; give each as
    /// <see cref="TcpNeighbourhoodOptions.ListenSocket"/>.</summary>
    public static IReadOnlyList<Socket> BindLoopback(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ListenSocket.BindLoopback())];
}
