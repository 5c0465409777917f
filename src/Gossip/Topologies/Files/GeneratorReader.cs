using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads <c>generator</c> and the parameters beside it.</summary>
internal sealed class GeneratorReader(JsonFile file)
{
    public (IGenerator Generator, GeneratorSettings Settings) Read(
        JsonItem item, int agentCount, string[] otherKeys)
    {
        var name = GeneratorCatalogue.Canonical(file.String(item["generator"]!));
        var parameters = GeneratorCatalogue.ParametersOf(name)
            ?? throw file.Problem(item["generator"]!, GeneratorCatalogue.UnknownName(name));
        file.Only(item, ["generator", .. parameters, .. otherKeys]);
        var settings = new GeneratorSettings
        {
            Generator = name,
            Rows = Integer(item["rows"]),
            Columns = Integer(item["columns"]),
            Probability = Number(item["probability"]),
            Degree = Integer(item["degree"]),
            Range = Number(item["range"]),
            Speed = Number(item["speed"]),
            Groups = Integer(item["groups"]),
            Modules = Integer(item["modules"]),
            Within = item["within"] is { } within ? file.String(within) : "ring",
            Seed = item["seed"] is { } seed ? file.Integer(seed, 0, int.MaxValue) : 0,
            EveryRound = file.Boolean(item["everyRound"]),
        };
        var generator = Create(item, settings, agentCount);
        if (generator.DrawsEveryRound && item["everyRound"] is { } given && !settings.EveryRound)
        {
            throw file.Problem(given, $"{name} draws anew every round; leave it out.");
        }

        return (generator, settings with { EveryRound = settings.EveryRound || generator.DrawsEveryRound });
    }

    private IGenerator Create(JsonItem item, GeneratorSettings settings, int agentCount)
    {
        try
        {
            return GeneratorCatalogue.Create(settings, agentCount);
        }
        catch (TopologyException error)
        {
            throw file.Problem(item[error.Element ?? ""] ?? item, error.Problem);
        }
    }

    private double? Number(JsonItem? item) => item is null ? null : file.Number(item);

    private int? Integer(JsonItem? item) =>
        item is null ? null : file.Integer(item, 1, TopologySchedule.LargestAgentCount);
}
