using System.Text.Json;
using Murmuration.Gossip.Topologies.Formats;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads <c>agents</c>: a number, or a list of ids and of { id, address }.</summary>
internal sealed class AgentListReader(JsonFile file)
{
    private const string LoopbackHost = "127.0.0.1";

    private int _basePort = AgentAddress.DefaultBasePort;

    public IReadOnlyList<AgentAddress> Read(JsonItem agents, JsonItem? basePort)
    {
        _basePort = basePort is null ? _basePort : file.Integer(basePort, 1, HostAndPort.LargestPort);
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
        return _basePort + count - 1 <= HostAndPort.LargestPort ? AgentAddress.Loopback(count, _basePort)
            : throw file.Problem(agents,
            $"{count} agents from port {_basePort} on need ports above {HostAndPort.LargestPort}; lower basePort.");
    }

    private AgentAddress ReadAgent(JsonItem item, int index)
    {
        if (item.Kind == JsonValueKind.String)
        {
            return new AgentAddress(Id(item), LoopbackHost, DefaultPort(item, index));
        }

        file.Only(item, "id", "address", "position");
        var id = Id(item["id"] ?? throw file.Problem(item, "\"id\" is missing: the agent's name, such as \"a0\"."));
        var (host, port) = item["address"] is { } address
            ? Address(address)
            : (LoopbackHost, DefaultPort(item, index));
        return new AgentAddress(id, host, port) { Position = Position(item["position"]) };
    }

    private AgentPosition? Position(JsonItem? item) => item switch
    {
        null => null,
        { Kind: JsonValueKind.Array, Items: [var x, var y] } => new(file.Number(x), file.Number(y)),
        _ => throw file.Problem(item, "a position is [x, y], such as longitude and latitude in degrees."),
    };

    private int DefaultPort(JsonItem item, int index) => _basePort + index <= HostAndPort.LargestPort
        ? _basePort + index
        : throw file.Problem(item, $"its port would be {_basePort + index}, above {HostAndPort.LargestPort}; lower "
            + "basePort or give an address.");

    private string Id(JsonItem item)
    {
        var id = file.String(item);
        return AgentIds.IsValid(id) ? id : throw file.Problem(item,
            $"{item.KindName} is no agent id: 1 to {AgentIds.LargestLength} ASCII letters, digits, dots, dashes and "
            + "underscores, a letter or digit first.");
    }

    private (string Host, int Port) Address(JsonItem item)
    {
        try
        {
            return HostAndPort.Parse(file.String(item));
        }
        catch (TopologyException error) when (error.Line is null)
        {
            throw file.Problem(item, error.Problem);
        }
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
