using System.Text.Json;
using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads <c>weights</c> and checks that the rule suits the links.</summary>
internal sealed class WeightsReader(JsonFile file, int agentCount, bool directed, ScheduleReader schedule)
{
    private static readonly string[] Undirected = ["metropolis", "maximumDegree", "laplacian", "explicit"];
    private static readonly string[] Directed = ["push", "explicit"];

    public IMixingRule Read(JsonItem? item)
    {
        var name = item is null ? Default : item.Kind == JsonValueKind.Object ? ObjectName(item) : file.String(item);
        CheckName(item, name);
        CheckLinks(name);
        return name switch
        {
            "metropolis" => new MetropolisWeights(),
            "maximumDegree" => new MaximumDegreeWeights(),
            "push" => new PushWeights(),
            "explicit" => new ExplicitWeights(),
            _ => new LaplacianWeights(Epsilon(item?["laplacian"], schedule.AllUp)),
        };
    }

    private string Default => schedule.FirstWeighted is not null ? "explicit" : directed ? "push" : "metropolis";

    private string ObjectName(JsonItem item)
    {
        file.Only(item, "laplacian");
        return item["laplacian"] is not null ? "laplacian"
            : throw file.Problem(item, "write a name, or { \"laplacian\": epsilon }.");
    }

    private void CheckName(JsonItem? item, string name)
    {
        var fitting = directed ? Directed : Undirected;
        if (item is null || fitting.Contains(name))
        {
            return;
        }

        if (directed && Undirected.Contains(name))
        {
            throw file.Problem(item,
                $"\"{name}\" weights are doubly stochastic only on undirected links; directed schedules use \"push\".");
        }

        if (!directed && Directed.Contains(name))
        {
            throw file.Problem(item,
                "\"push\" weights are for directed schedules; set \"directed\": true or use \"metropolis\".");
        }

        throw file.Problem(item, $"unknown weights \"{name}\"; {NearestName.Hint(name, fitting)}");
    }

    private void CheckLinks(string name)
    {
        if (name != "explicit" && schedule.FirstWeighted is { } weighted)
        {
            throw file.Problem(weighted,
                $"carries a weight, but \"weights\" is \"{name}\"; use \"explicit\", or remove the weight.");
        }

        if (name == "explicit" && schedule.FirstUnweighted is { } unweighted)
        {
            throw file.Problem(unweighted,
                "carries no weight, as every link must with explicit weights; write [\"a0\", \"a1\", weight].");
        }

        if (name == "explicit" && schedule.FirstGenerator is { } generator)
        {
            throw file.Problem(generator,
                "a generator gives its links no weights; use another rule in \"weights\", or list the links.");
        }
    }

    /// <summary>Given, or 1 / (1 + the largest degree of any round), the same in all rounds.</summary>
    private double Epsilon(JsonItem? item, ILinkSchedule links)
    {
        var largest = LargestDegree(links);
        if (item is null || item.Kind == JsonValueKind.Null)
        {
            return 1.0 / (1 + largest);
        }

        var epsilon = file.Number(item);
        return epsilon > 0 && epsilon * largest < 1 ? epsilon : throw file.Problem(item,
            $"{epsilon} breaks stochasticity: the agent with {largest} neighbours would keep the weight "
            + $"{1 - epsilon * largest:0.######}. Choose above 0 and below 1/{largest} = {1.0 / largest:0.######}.");
    }

    private int LargestDegree(ILinkSchedule links) => links.TopologyCount is { } count
        ? Enumerable.Range(0, count).Max(index => DegreesOf(links, index).Maximum)
        : new Degrees(agentCount, directed, links.EverLinks()).Maximum;

    private Degrees DegreesOf(ILinkSchedule links, int index) => new(agentCount, directed, links.LinksOf(index));
}
