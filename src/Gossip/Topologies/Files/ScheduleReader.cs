using System.Collections.Immutable;
using System.Text.Json;
using Murmuration.Gossip.Topologies.Generators;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads <c>schedule</c>: links or a generator, rounds of a period, or intervals; and <c>linkUp</c> over any
/// of these.</summary>
internal sealed class ScheduleReader(JsonFile file, IReadOnlyList<AgentAddress> agents, bool directed)
{
    private static readonly string[] Forms = ["links", "generator", "rounds", "intervals"];

    private readonly LinkListReader _links = new(file, agents, directed);
    private readonly List<JsonItem> _topologyItems = [];
    private JsonItem? _weighingGenerator;

    /// <summary>Where each topology of a fixed schedule stands.</summary>
    public IReadOnlyList<JsonItem> TopologyItems => _topologyItems;

    public JsonItem? FirstWeighted => _links.FirstWeighted ?? _weighingGenerator;

    public JsonItem? FirstUnweighted => _links.FirstUnweighted;

    public JsonItem? FirstGenerator { get; private set; }

    /// <summary>The schedule as if no link ever failed.</summary>
    public ILinkSchedule AllUp { get; private set; } = new PeriodicLinks([]);

    public ILinkSchedule Read(JsonItem item)
    {
        RequireObject(item);
        var given = Forms.Where(form => item[form] is not null).ToArray();
        if (given.Length != 1)
        {
            throw file.Problem(item, given.Length == 0
                ? $"has no links; give one of {string.Join(", ", Forms)}."
                : $"has both {given[0]} and {given[1]}; keep one.");
        }

        ILinkSchedule schedule = given[0] switch
        {
            "rounds" => Rounds(item),
            "intervals" => new IntervalReader(file).Read(item, ReadTopology),
            "generator" => Generated(item),
            _ => Static(item),
        };
        AllUp = schedule;
        return item["linkUp"] is { } linkUp ? LinkUp(linkUp, schedule) : schedule;
    }

    private PeriodicLinks Static(JsonItem item)
    {
        file.Only(item, "links", "linkUp");
        return new PeriodicLinks([ReadTopology(item, [])]);
    }

    private PeriodicLinks Rounds(JsonItem item)
    {
        file.Only(item, "period", "rounds", "linkUp");
        var rounds = file.List(item["rounds"]!);
        if (rounds.Count == 0)
        {
            throw file.Problem(item["rounds"]!, "is empty; a period has at least one round, such as { \"links\": … }.");
        }

        if (item["period"] is { } period && file.Integer(period, 1, int.MaxValue) != rounds.Count)
        {
            throw file.Problem(period,
                $"is {period.Text}, but rounds has {rounds.Count}; make them equal, or leave period out.");
        }

        return new PeriodicLinks([.. rounds.Select(round => ReadTopology(round, []))]);
    }

    /// <summary>The links of one object with <c>links</c> or <c>generator</c>, and other keys that its place
    /// allows.</summary>
    private ImmutableArray<Link> ReadTopology(JsonItem item, string[] otherKeys)
    {
        RequireObject(item);
        _topologyItems.Add(item);
        if (item["generator"] is not null)
        {
            return OneDraw(item, otherKeys);
        }

        if (item["links"] is not { } links)
        {
            throw file.Problem(item, "has no links; give \"links\" or \"generator\".");
        }

        if (item.Key != "schedule")
        {
            file.Only(item, ["links", .. otherKeys]);
        }

        return _links.Read(links);
    }

    private ImmutableArray<Link> OneDraw(JsonItem item, string[] otherKeys)
    {
        var (generator, settings) = Generator(item, otherKeys);
        if (settings.EveryRound)
        {
            throw file.Problem(
                item["everyRound"] ?? item["generator"]!, "draws anew every round, so it must be the whole schedule.");
        }

        return generator is ITopologyGenerator
            ? Draw(item, generator, settings)[0]
            : throw file.Problem(item["generator"]!, "has a period of its own, so it must be the whole schedule.");
    }

    private ILinkSchedule Generated(JsonItem item)
    {
        var (generator, settings) = Generator(item, ["linkUp"]);
        if (settings.EveryRound)
        {
            // Only generators of one topology take the key.
            return new DrawnLinks((ITopologyGenerator)generator, settings, agents.Count, directed);
        }

        var rounds = Draw(item, generator, settings);
        _topologyItems.AddRange(Enumerable.Repeat(item, rounds.Length));
        return new PeriodicLinks(rounds);
    }

    private (IGenerator Generator, GeneratorSettings Settings) Generator(JsonItem item, string[] otherKeys)
    {
        var (generator, settings) = new GeneratorReader(file).Read(item, agents.Count, otherKeys);
        if (generator.GivesWeights)
        {
            _weighingGenerator ??= item;
        }
        else
        {
            FirstGenerator ??= item;
        }

        return (generator, settings);
    }

    private ImmutableArray<ImmutableArray<Link>> Draw(JsonItem item, IGenerator generator, GeneratorSettings settings)
    {
        try
        {
            return generator.DrawPeriod(agents.Count, directed, settings.Seed);
        }
        catch (TopologyException error)
        {
            throw file.Problem(item["generator"]!, error.Problem);
        }
    }

    private LinksUp LinkUp(JsonItem item, ILinkSchedule schedule)
    {
        file.Only(item, "probability", "seed");
        var probability = item["probability"]
            ?? throw file.Problem(item, "\"probability\" is missing: that a link is up in a round.");
        var value = file.Number(probability);
        if (value is not (> 0 and <= 1))
        {
            throw file.Problem(probability, $"a probability lies above 0 and at most at 1, and is {value}.");
        }

        var seed = item["seed"] is { } given ? file.Integer(given, 0, int.MaxValue) : 0;
        return new LinksUp(schedule, value, seed);
    }

    private void RequireObject(JsonItem item)
    {
        if (item.Kind != JsonValueKind.Object)
        {
            throw file.Problem(item,
                $"must be an object such as {{ \"links\": [[\"a0\", \"a1\"]] }}, and is {item.KindName}.");
        }
    }
}
