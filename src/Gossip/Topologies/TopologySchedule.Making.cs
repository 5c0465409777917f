using System.Collections.Immutable;
using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies.Generators;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies;

/// <content>Making a schedule in code.</content>
public sealed partial class TopologySchedule
{
    /// <summary>A schedule from one list of links per round of a period (a single list: static). Undirected links get
    /// Metropolis weights, directed ones push weights, and links that carry weights keep them.</summary>
    /// <exception cref="TopologyException">The links are no valid schedule.</exception>
    public static TopologySchedule Periodic(
        string name, IReadOnlyList<AgentAddress> agents, IReadOnlyList<IReadOnlyList<Link>> rounds,
        bool directed = false) => Lasting(name, agents, rounds, roundsEach: 1, directed);

    /// <summary>A schedule whose lists of links hold for so many rounds each, one after the other, over and
    /// over.</summary>
    /// <exception cref="TopologyException">The links are no valid schedule.</exception>
    internal static TopologySchedule Lasting(
        string name, IReadOnlyList<AgentAddress> agents, IReadOnlyList<IReadOnlyList<Link>> rounds, int roundsEach,
        bool directed)
    {
        if (rounds.Count == 0)
        {
            throw new TopologyException("A period has at least one round.");
        }

        var weighted = rounds.SelectMany(links => links).Count(link => link.Weight is not null);
        if (weighted != 0 && weighted != rounds.Sum(links => links.Count))
        {
            throw new TopologyException("Either all links carry a weight or none.");
        }

        IMixingRule rule = weighted > 0 ? new ExplicitWeights() : DefaultRule(directed);
        ScheduleChecks.Agents(agents);
        foreach (var (round, links) in rounds.Index())
        {
            ScheduleChecks.Links(links, agents.Count, directed, $"rounds[{round}]");
        }

        var lists = rounds.Select(links => LinkLists.Canonical(links, directed)).ToImmutableArray();
        ILinkSchedule schedule = roundsEach == 1 || lists.Length == 1
            ? new PeriodicLinks(lists)
            : new IntervalLinks([.. lists.Select((_, k) => k * roundsEach)], lists, lists.Length * roundsEach);
        var made = new TopologySchedule(name, agents, directed, rule, schedule);
        ScheduleChecks.Whole(made);
        return made;
    }

    /// <summary>A schedule from a generator: static, or drawn every round if the settings say so. With a probability
    /// below 1 each link is up in a round by its own coin; with <paramref name="matchings"/> the generator's links are
    /// split over the rounds of a period in which every agent has at most one link.</summary>
    /// <exception cref="TopologyException">The settings do not suit the agents; its element is the setting at
    /// fault.</exception>
    public static TopologySchedule Generate(
        string name, IReadOnlyList<AgentAddress> agents, GeneratorSettings settings, bool directed = false,
        double linkUpProbability = 1, int linkUpSeed = 0, bool matchings = false, double? linkWeight = null)
    {
        ScheduleChecks.Agents(agents);
        if (linkUpProbability is not (> 0 and <= 1))
        {
            throw new TopologyException(null, null,
                "linkUp", $"a probability lies above 0 and at most at 1, and is {linkUpProbability}.");
        }

        settings = settings with { Generator = GeneratorCatalogue.Canonical(settings.Generator) };
        var generator = GeneratorCatalogue.Create(settings, agents.Count);
        var grid = (generator as PipelineGenerator)?.Grid;
        if (directed && grid is not null)
        {
            throw new TopologyException(null, null, "directed", "a grid needs links both ways; leave it out.");
        }

        var links = MakeLinks(generator, settings, agents.Count, directed, matchings);
        links = linkUpProbability < 1 ? new LinksUp(links, linkUpProbability, linkUpSeed) : links;
        var rule = RuleOf(generator, directed, linkWeight);
        var schedule = new TopologySchedule(name, agents, directed, rule, links, grid);
        ScheduleChecks.Whole(schedule);
        return schedule;
    }

    private static IMixingRule RuleOf(IGenerator generator, bool directed, double? linkWeight)
    {
        if (linkWeight is not { } weight)
        {
            return generator.GivesWeights ? new ExplicitWeights() : DefaultRule(directed);
        }

        if (directed || generator.GivesWeights || weight is not (> 0 and < 1))
        {
            throw new TopologyException(null, null, "linkWeight", directed || generator.GivesWeights
                ? "only undirected links without weights of their own can all have the same; leave it out."
                : $"a weight lies between 0 and 1, and is {weight}.");
        }

        return new LaplacianWeights(weight);
    }

    private static ILinkSchedule MakeLinks(
        IGenerator generator, GeneratorSettings settings, int agentCount, bool directed, bool matchings)
    {
        if (settings.EveryRound || generator.DrawsEveryRound)
        {
            return generator is ITopologyGenerator { IsRandom: true } random && !matchings
                ? new DrawnLinks(random, settings with { EveryRound = true }, agentCount, directed)
                : throw new TopologyException(null, null,
                    "everyRound", "only random generators, without matchings, draw anew every round.");
        }

        var rounds = generator.DrawPeriod(agentCount, directed, settings.Seed);
        return new PeriodicLinks(
            !matchings ? rounds
            : generator is ITopologyGenerator ? Matchings.Split(rounds[0])
            : throw new TopologyException(null, null,
                "matchings", $"{settings.Generator} has a period of its own; leave matchings out."));
    }

    private static IMixingRule DefaultRule(bool directed) => directed ? new PushWeights() : new MetropolisWeights();
}
