using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>All generators by name. A new one is one more class and one more line here.</summary>
internal static class GeneratorCatalogue
{
    private static readonly Dictionary<string, string[]> ParametersByName = new(StringComparer.Ordinal)
    {
        ["ring"] = [],
        ["path"] = [],
        ["grid"] = ["rows", "columns"],
        ["torus"] = ["rows", "columns"],
        ["star"] = [],
        ["complete"] = [],
        ["hierarchy"] = ["groups", "within"],
        ["erdosRenyi"] = ["probability", "seed", "everyRound"],
        ["randomRegular"] = ["degree", "seed", "everyRound"],
        ["randomMatching"] = ["seed", "everyRound"],
        ["mobile"] = ["range", "speed", "seed", "everyRound"],
        ["onePeerExponential"] = [],
        ["baseGraph"] = ["degree"],
        ["pipeline"] = ["groups", "modules", "within"],
    };

    public static IReadOnlyCollection<string> Names => ParametersByName.Keys;

    public static string UnknownName(string name) =>
        $"unknown generator \"{name}\"; {NearestName.Hint(name, Names)}";

    /// <summary>A name as files write it; words joined by dashes are taken too, base-graph for baseGraph.</summary>
    public static string Canonical(string name)
    {
        var words = name.Split('-', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select((word, k) => k == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    /// <summary>The keys that a generator takes, or null when there is no such generator.</summary>
    public static IReadOnlyList<string>? ParametersOf(string name) => ParametersByName.GetValueOrDefault(name);

    /// <summary>The generator, its parameters checked against the number of agents; errors name the parameter as their
    /// element.</summary>
    public static IGenerator Create(GeneratorSettings settings, int agentCount)
    {
        IGenerator generator = settings.Generator switch
        {
            "ring" => new RingGenerator(),
            "path" => new PathGenerator(),
            "grid" => Grid(settings, agentCount, wraps: false),
            "torus" => Grid(settings, agentCount, wraps: true),
            "star" => new StarGenerator(),
            "complete" => new CompleteGenerator(),
            "hierarchy" => Hierarchy(settings, agentCount),
            "erdosRenyi" => ErdosRenyi(settings),
            "randomRegular" => RandomRegular(settings, agentCount),
            "randomMatching" => new RandomMatchingGenerator(),
            "mobile" => Mobile(settings),
            "onePeerExponential" => new OnePeerExponentialGenerator(),
            "baseGraph" => new BaseGraphGenerator(BaseDegree(settings, agentCount)),
            "pipeline" => Pipeline(settings, agentCount),
            _ => throw Problem("generator", UnknownName(settings.Generator)),
        };
        CheckSize(settings, agentCount);
        return generator;
    }

    private static GridGenerator Grid(GeneratorSettings settings, int agentCount, bool wraps)
    {
        var rows = settings.Rows
            ?? (settings.Columns is { } given and > 0 ? agentCount / given : MostSquareRows(agentCount));
        var columns = settings.Columns ?? (rows > 0 ? agentCount / rows : 0);
        if (rows < 1 || columns < 1 || (long)rows * columns != agentCount)
        {
            throw Problem(settings.Rows is null ? "columns" : "rows",
                $"{rows} rows of {columns} agents do not make the {agentCount} agents of the network; "
                + $"choose rows × columns = {agentCount}.");
        }

        return new GridGenerator(rows, columns, wraps);
    }

    private static int MostSquareRows(int agentCount)
    {
        var rows = (int)Math.Sqrt(agentCount);
        while (agentCount % rows != 0)
        {
            rows--;
        }

        return rows;
    }

    private static PipelineGenerator Pipeline(GeneratorSettings settings, int agentCount)
    {
        var groups = settings.Groups ?? throw Missing("groups", "the number of data groups, such as 2.");
        var modules = settings.Modules ?? throw Missing("modules", "the number of modules of the model, such as 2.");
        if (groups < 1 || modules < 1 || (long)groups * modules != agentCount)
        {
            throw Problem("groups",
                $"{groups} groups of {modules} modules do not make the {agentCount} agents of the network; "
                + $"choose groups × modules = {agentCount}.");
        }

        return new PipelineGenerator(groups, modules, IsComplete(settings));
    }

    private static HierarchyGenerator Hierarchy(GeneratorSettings settings, int agentCount)
    {
        var groups = settings.Groups ?? throw Missing("groups", "the number of groups, such as 4.");
        return groups >= 1 && agentCount % groups == 0
            ? new HierarchyGenerator(groups, IsComplete(settings))
            : throw Problem("groups",
                $"{agentCount} agents do not make {groups} groups of one size; choose a divisor of {agentCount}.");
    }

    private static bool IsComplete(GeneratorSettings settings) => settings.Within is "ring" or "complete"
        ? settings.Within == "complete"
        : throw Problem("within", $"\"{settings.Within}\" is unknown; a group is a ring or complete.");

    private static MobileGenerator Mobile(GeneratorSettings settings)
    {
        var range = settings.Range
            ?? throw Missing("range", "how far agents are heard, in sides of the square they move in, such as 0.4.");
        var speed = settings.Speed
            ?? throw Missing("speed", "how far agents go in a round, in sides of the square, such as 0.03.");
        return range is not (> 0 and <= 2) ? throw Problem("range", $"lies above 0 and at most at 2, and is {range}.")
            : speed is not (> 0 and <= 1) ? throw Problem("speed", $"lies above 0 and at most at 1, and is {speed}.")
            : new MobileGenerator(range, speed);
    }

    private static ErdosRenyiGenerator ErdosRenyi(GeneratorSettings settings)
    {
        var probability = settings.Probability
            ?? throw Missing("probability", "the probability of each link, such as 0.4.");
        return probability is > 0 and <= 1 ? new ErdosRenyiGenerator(probability)
            : throw Problem("probability", $"a probability lies above 0 and at most at 1, and is {probability}.");
    }

    private static RandomRegularGenerator RandomRegular(GeneratorSettings settings, int agentCount)
    {
        var degree = settings.Degree ?? throw Missing("degree", "the number of neighbours of every agent, such as 4.");
        if (degree < 1 || degree >= agentCount)
        {
            throw Problem("degree",
                $"with {agentCount} agents a degree lies from 1 to {agentCount - 1}, and is {degree}.");
        }

        return (long)degree * agentCount % 2 == 0 ? new RandomRegularGenerator(degree)
            : throw Problem("degree",
                $"{agentCount} agents with {degree} neighbours each have an odd number of link ends; change one by 1.");
    }

    /// <summary>The most links may be more than there are others.</summary>
    private static int BaseDegree(GeneratorSettings settings, int agentCount)
    {
        var degree = settings.Degree
            ?? throw Missing("degree", "the most links of an agent in a round; 1 means pairs.");
        return degree >= 1 ? Math.Min(degree, Math.Max(1, agentCount - 1))
            : throw Problem("degree", $"a degree is 1 or more, and is {degree}.");
    }

    /// <summary>The number of links stays below the limit before any is made.</summary>
    private static void CheckSize(GeneratorSettings settings, int agentCount)
    {
        var pairs = (long)agentCount * (agentCount - 1) / 2;
        var links = settings.Generator switch
        {
            "complete" or "randomMatching" or "mobile" => pairs,
            "hierarchy" when settings.Within == "complete" => pairs / settings.Groups!.Value,
            "baseGraph" => BaseGraphGenerator.LargestLinkCount(
                agentCount, BaseDegree(settings, agentCount)),
            "erdosRenyi" => settings.EveryRound ? pairs : pairs * settings.Probability!.Value,
            "pipeline" when settings.Within == "complete" => pairs / settings.Modules!.Value,
            "randomRegular" => settings.EveryRound ? pairs : (long)agentCount * settings.Degree!.Value / 2,
            _ => 0,
        };
        if (links > TopologySchedule.LargestLinkCount)
        {
            throw Problem("generator",
                $"{links:0} links between {agentCount} agents; at most {TopologySchedule.LargestLinkCount} can be.");
        }
    }

    private static TopologyException Missing(string parameter, string what) =>
        Problem(parameter, $"\"{parameter}\" is missing: {what}");

    private static TopologyException Problem(string element, string problem) => new(null, null, element, problem);
}
