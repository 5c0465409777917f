using System.Globalization;
using System.Text.Json;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads <c>agents</c>: a number, or a list of ids and of { id, address }.</summary>
internal sealed class AgentListReader(JsonFile file)
{
    private const int LargestPort = 65535;
    private const int LargestIdLength = 64;
    private const string LoopbackHost = "127.0.0.1";

    private int _basePort = AgentAddress.DefaultBasePort;

    public IReadOnlyList<AgentAddress> Read(JsonItem agents, JsonItem? basePort)
    {
        _basePort = basePort is null ? _basePort : file.Integer(basePort, 1, LargestPort);
        if (agents.Kind == JsonValueKind.Number)
        {
            return ReadCount(agents);
        }

        var items = file.List(agents);
        if (items.Count is 0 or > TopologySchedule.LargestAgentCount)
        {
            throw file.Problem(agents,
                $"{items.Count} agents; a network has 1 to {TopologySchedule.LargestAgentCount}.");
        }

        AgentAddress[] list = [.. items.Select((item, index) => ReadAgent(item, index))];
        RefuseTwice(items, list, agent => agent.Id, "id");
        RefuseTwice(items, list, agent => agent.Address.ToUpperInvariant(), "address");
        return list;
    }

    private IReadOnlyList<AgentAddress> ReadCount(JsonItem agents)
    {
        var count = file.Integer(agents, 1, TopologySchedule.LargestAgentCount);
        return _basePort + count - 1 <= LargestPort ? AgentAddress.Loopback(count, _basePort)
            : throw file.Problem(agents,
            $"{count} agents from port {_basePort} on need ports above {LargestPort}; lower basePort.");
    }

    private AgentAddress ReadAgent(JsonItem item, int index)
    {
        if (item.Kind == JsonValueKind.String)
        {
            return new AgentAddress(Id(item), LoopbackHost, DefaultPort(item, index));
        }

        file.Only(item, "id", "address");
        var id = Id(item["id"] ?? throw file.Problem(item, "\"id\" is missing: the agent's name, such as \"a0\"."));
        if (item["address"] is not { } address)
        {
            return new AgentAddress(id, LoopbackHost, DefaultPort(item, index));
        }

        var (host, port) = Address(address);
        return new AgentAddress(id, host, port);
    }

    private int DefaultPort(JsonItem item, int index) => _basePort + index <= LargestPort ? _basePort + index
        : throw file.Problem(item,
            $"its port would be {_basePort + index}, above {LargestPort}; lower basePort or give an address.");

    private string Id(JsonItem item)
    {
        var id = file.String(item);
        var valid = id.Length is > 0 and <= LargestIdLength && char.IsAsciiLetterOrDigit(id[0])
            && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
        return valid ? id : throw file.Problem(item, $"{item.KindName} is no agent id: 1 to {LargestIdLength} ASCII "
            + "letters, digits, dots, dashes and underscores, a letter or digit first.");
    }

    private (string Host, int Port) Address(JsonItem item)
    {
        var text = file.String(item);
        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            throw file.Problem(item,
                $"\"{text}\" has no port; write host:port, such as \"192.168.1.10:{AgentAddress.DefaultBasePort}\".");
        }

        var port = text[(colon + 1)..];
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > LargestPort)
        {
            throw file.Problem(item, $"\"{port}\" is no port; a port is a number from 1 to {LargestPort}.");
        }

        return (Host(item, text[..colon]), number);
    }

    private string Host(JsonItem item, string text)
    {
        var bracketed = text.StartsWith('[') && text.EndsWith(']');
        var host = bracketed ? text[1..^1] : text;
        var kind = Uri.CheckHostName(host);
        if (kind == UriHostNameType.Unknown || host.Length == 0)
        {
            throw file.Problem(item, $"\"{text}\" is no host name and no IP address.");
        }

        return bracketed == (kind == UriHostNameType.IPv6) ? host
            : throw file.Problem(item, "brackets belong around an IPv6 address, and only there: \"[::1]:7700\".");
    }

    private void RefuseTwice(
        IReadOnlyList<JsonItem> items, AgentAddress[] agents, Func<AgentAddress, string> value, string what)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < agents.Length; index++)
        {
            if (first.TryAdd(value(agents[index]), index))
            {
                continue;
            }

            var other = first[value(agents[index])];
            var text = what == "id" ? agents[index].Id : agents[index].Address;
            throw file.Problem(items[index],
                $"the {what} \"{text}\" is taken already by agents[{other}]; every agent needs its own.");
        }
    }
}
