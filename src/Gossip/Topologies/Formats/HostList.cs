using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>Agents from a list of hosts, as schedulers and administrators have it.</summary>
/// <remarks>
/// A line is a host, or an id and a host with a comma or blanks between; a host may have a port. <c>#</c> begins a line
/// of comment. Agents without ids are a0, a1, … in the order of the lines.
/// </remarks>
public static class HostList
{
    /// <summary>Reads a list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="basePort">Port of the first agent on a host; further ones on the same host have the following
    /// ports.</param>
    /// <exception cref="TopologyException">A line is wrong, or there is none.</exception>
    public static IReadOnlyList<AgentAddress> Load(string path, int basePort)
    {
        var agents = new List<AgentAddress>();
        var onHost = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        using var lines = new StringReader(FormatSource.Load(path).Text);
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            var fields = line.Split([',', ' ', '\t', ';'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0 && !fields[0].StartsWith('#'))
            {
                agents.Add(Read(fields, $"a{agents.Count}", onHost, basePort, path, number));
            }
        }

        return agents.Count > 0
            ? agents
            : throw new TopologyException(path, null, null, "names no host; write one per line.");
    }

    private static AgentAddress Read(
        string[] fields, string nextId, Dictionary<string, int> onHost, int basePort, string path, int line)
    {
        if (fields.Length > 2)
        {
            throw new TopologyException(
                path, line, null, "a line is a host, or an id and a host, such as \"a0,192.168.1.10\".");
        }

        try
        {
            var place = fields[^1];
            var (host, port) = HostAndPort.Parse(HasPort(place) ? place : $"{Bracketed(place)}:{basePort}");
            if (!HasPort(place))
            {
                port += onHost.GetValueOrDefault(host);
                onHost[host] = port - basePort + 1;
            }

            return port <= HostAndPort.LargestPort
                ? new(fields.Length == 2 ? fields[0] : nextId, host, port)
                : throw new TopologyException($"too many agents on {host}: no port is left above {basePort}.");
        }
        catch (TopologyException error)
        {
            throw new TopologyException(path, line, null, error.Problem);
        }
    }

    /// <summary>The last colon of an IPv6 address without brackets separates no port.</summary>
    private static bool HasPort(string place) =>
        !IsPlainIpv6(place) && place.LastIndexOf(':') > place.LastIndexOf(']');

    private static string Bracketed(string place) => IsPlainIpv6(place) ? $"[{place}]" : place;

    private static bool IsPlainIpv6(string place) => place.Count(letter => letter == ':') > 1 && !place.StartsWith('[');
}
