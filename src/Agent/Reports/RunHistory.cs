using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports;

/// <summary>What a finished run looked like, round by round.</summary>
/// <param name="Name">What it is called beside others.</param>
/// <param name="Agents">Number of agents.</param>
/// <param name="Rounds">The rounds that every agent has done, in their order.</param>
internal sealed record RunHistory(string Name, int Agents, IReadOnlyList<NetworkRound> Rounds)
{
    /// <summary>Rounds that evaluated the test set.</summary>
    public IEnumerable<NetworkRound> Evaluated => Rounds.Where(round => round.TestCost is not null);

    /// <summary>Reads the metrics that the agents of a run have left in its output folder.</summary>
    /// <exception cref="ConfigurationException">There are none.</exception>
    public static RunHistory Read(string folder, string name)
    {
        var run = RunReader.Read(RunFolder.Open(folder), name);
        return new(name, run.Agents.Count, run.Network);
    }

    /// <summary>The first evaluated round in which the agents' mean test accuracy reached a value, or null.</summary>
    public NetworkRound? FirstWith(double accuracy) =>
        Evaluated.FirstOrDefault(round => round.Accuracy is { } reached && reached.Mean >= accuracy);
}
