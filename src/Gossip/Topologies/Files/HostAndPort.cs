using System.Globalization;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Where an agent listens, as text: <c>host:port</c>.</summary>
internal static class HostAndPort
{
    /// <summary>The highest port.</summary>
    public const int LargestPort = 65535;

    /// <summary>Takes a text apart.</summary>
    /// <exception cref="TopologyException">It is no host with a port; what to do, without a place.</exception>
    public static (string Host, int Port) Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            throw new TopologyException(
                $"\"{text}\" has no port; write host:port, such as \"192.168.1.10:{AgentAddress.DefaultBasePort}\".");
        }

        var port = text[(colon + 1)..];
        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= LargestPort
            ? (Host(text[..colon]), number)
            : throw new TopologyException($"\"{port}\" is no port; a port is a number from 1 to {LargestPort}.");
    }

    private static string Host(string text)
    {
        var bracketed = text.StartsWith('[') && text.EndsWith(']');
        var host = bracketed ? text[1..^1] : text;
        var kind = Uri.CheckHostName(host);
        if (kind == UriHostNameType.Unknown || host.Length == 0)
        {
            throw new TopologyException($"\"{text}\" is no host name and no IP address.");
        }

        return bracketed == (kind == UriHostNameType.IPv6) ? host
            : throw new TopologyException("brackets belong around an IPv6 address, and only there: \"[::1]:7700\".");
    }
}
