using System.Net;
using System.Net.Sockets;

namespace Murmuration.Gossip.Transport.Identities;

/// <summary>Plain TCP stays on this machine, unless the user insists.</summary>
internal static class PlainRules
{
    /// <summary>The first address of a neighbourhood that leads beyond this machine, null when none does. Names other
    /// than localhost count as beyond: what they mean is up to a resolver.</summary>
    public static string? AddressBeyond(TcpNeighbourhoodOptions options)
    {
        var schedule = options.Schedule;
        var own = (options.ListenSocket?.LocalEndPoint as IPEndPoint)?.ToString()
            ?? options.ListenAddress
            ?? schedule.Agents[options.AgentIndex].Address;
        return schedule.EverNeighbours(options.AgentIndex)
            .Select(j => schedule.Agents[j].Address)
            .Prepend(own)
            .FirstOrDefault(address => !IsLoopback(address));
    }

    private static bool IsLoopback(string address)
    {
        var host = address[..Math.Max(0, address.LastIndexOf(':'))].Trim('[', ']');
        return IPAddress.TryParse(host, out var ip) ? IPAddress.IsLoopback(ip) : host == "localhost";
    }
}
