namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads the whole of a topology file, from the outside in: agents, schedule, weights, then the checks across
/// them.</summary>
internal sealed class TopologyReader(string sourceName, byte[] bytes)
{
    private const int LargestNameLength = 200;

    private readonly JsonFile _file = new(sourceName, bytes);

    public TopologySchedule Read()
    {
        var root = _file.Root;
        _file.Only(root, "name", "agents", "basePort", "directed", "weights", "grid", "schedule");
        var agentsItem = Required("agents", "the list of agents, or their number");
        var agents = new AgentListReader(_file).Read(agentsItem, root["basePort"]);
        var directed = _file.Boolean(root["directed"]);
        var scheduleItem = Required("schedule", "the links, such as { \"generator\": \"ring\" }");
        var reader = new ScheduleReader(_file, agents, directed);
        var links = reader.Read(scheduleItem);
        var rule = new WeightsReader(_file, agents.Count, directed, reader).Read(root["weights"]);
        var grid = root["grid"] is { } item ? new GridReader(_file, agents, directed).Read(item, links) : null;
        var schedule = new TopologySchedule(Name(), agents, directed, rule, links, grid);
        var allUp = new TopologySchedule(schedule.Name, agents, directed, rule, reader.AllUp, grid);
        for (var index = 0; index < reader.TopologyItems.Count; index++)
        {
            At(reader.TopologyItems[index], () => ScheduleChecks.SelfWeights(allUp, index, ""));
        }

        At(scheduleItem, () => ScheduleChecks.Connected(schedule));
        return schedule;
    }

    /// <summary>Whether a network can be called so: 1 to 200 characters, all printable.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LargestNameLength && !name.Any(char.IsControl);

    private string Name()
    {
        if (_file.Root["name"] is not { } item)
        {
            return Path.GetFileNameWithoutExtension(_file.SourceName);
        }

        var name = _file.String(item);
        return IsName(name)
            ? name : throw _file.Problem(item, $"a name has 1 to {LargestNameLength} characters, all printable.");
    }

    private JsonItem Required(string key, string what) =>
        _file.Root[key] ?? throw _file.Problem(_file.Root, $"\"{key}\" is missing: {what}.");

    private void At(JsonItem item, Action check)
    {
        try
        {
            check();
        }
        catch (TopologyException error)
        {
            throw _file.Problem(item, error.Problem);
        }
    }
}
