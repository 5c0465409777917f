using Murmuration.Agent.Algorithms.Elastic;
using Murmuration.Agent.Algorithms.Leaders;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms;

/// <summary>Which topology schedules an algorithm can run over.</summary>
internal static class AlgorithmFit
{
    /// <summary>By how much an eigenvalue may come out too high.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Refuses a schedule that the algorithm cannot run over as its options say.</summary>
    /// <returns>What is allowed and yet not wise, one line each.</returns>
    /// <exception cref="ConfigurationException">They do not fit.</exception>
    public static IReadOnlyList<string> Require(AlgorithmOptions options, TopologySchedule schedule)
    {
        Require(options.Name, schedule);
        if (options.Name == AlgorithmKind.Lsgd)
        {
            LeaderFit.Require(options, schedule);
        }

        return options.Name.HasCentre() ? ElasticFit.Check(options, schedule) : [];
    }

    /// <summary>Refuses a schedule whose mixing weights are not what an algorithm needs.</summary>
    /// <exception cref="ConfigurationException">They do not fit.</exception>
    public static void Require(AlgorithmKind algorithm, TopologySchedule schedule)
    {
        if (schedule.Grid is null == algorithm.CutsModel() && algorithm != AlgorithmKind.LocalOnly)
        {
            throw new ConfigurationException(schedule.Grid is null
                ? $"the topology '{schedule.Name}' has no grid, which says who holds which module of the model: "
                    + "make one by 'murmur topology make pipeline'"
                : $"the topology '{schedule.Name}' has a grid of modules: use algorithm.name=decoupled, or a topology "
                    + "without one");
        }

        if (schedule.Directed && algorithm is not (AlgorithmKind.Sonata or AlgorithmKind.LocalOnly))
        {
            throw new ConfigurationException(
                $"the topology '{schedule.Name}' is directed: use algorithm.name=sonata, which needs no links back");
        }

        if (algorithm.NeedsFixedMixing())
        {
            RequireFixedMixing(algorithm == AlgorithmKind.D2 ? ("d2", "gradientTracking") : ("led", "kgt"), schedule);
        }

        if (algorithm == AlgorithmKind.Diloco && !schedule.AveragesExactly)
        {
            throw new ConfigurationException(
                $"the topology '{schedule.Name}' does not average exactly in one period, as diloco needs: use the "
                + "generator complete, onePeerExponential (2, 4, 8, … agents) or baseGraph, or algorithm.name=noloco");
        }
    }

    private static void RequireFixedMixing((string Name, string Instead) algorithm, TopologySchedule schedule)
    {
        if (schedule.Period != 1)
        {
            throw new ConfigurationException(
                $"the topology '{schedule.Name}' changes from round to round, and {algorithm.Name} needs the same "
                + $"links in every round: use a static topology, or algorithm.name={algorithm.Instead}");
        }

        var smallest = schedule.SmallestEigenvalue();
        if (smallest <= D2.EigenvalueLimit + Rounding)
        {
            throw new ConfigurationException(
                $"the mixing matrix of '{schedule.Name}' has the eigenvalue {smallest:0.######}, and {algorithm.Name} "
                + "may diverge at -1/3 and below: write "
                + $"\"weights\": {{ \"laplacian\": {LazyWeight(schedule):0.####} }} in the topology file, "
                + $"or use algorithm.name={algorithm.Instead}");
        }
    }

    /// <summary>ε of C = I − ε L with all eigenvalues at −0.2 or more, since those of L are at most twice the largest
    /// degree.</summary>
    private static double LazyWeight(TopologySchedule schedule) =>
        0.6 / Enumerable.Range(0, schedule.Agents.Count).Max(agent => schedule.At(0, agent).InNeighbours.Length);
}
