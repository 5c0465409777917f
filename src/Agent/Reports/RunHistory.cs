using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;

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
        var files = Directory.Exists(folder)
            ? Directory.GetFiles(folder, "metrics.jsonl", SearchOption.AllDirectories)
            : [];
        if (files.Length == 0)
        {
            throw new ConfigurationException(
                $"{folder}: no metrics here; give the --output folder of 'murmur simulate' or of the agents");
        }

        var rounds = new List<NetworkRound>();
        var network = new NetworkMetrics(files.Length, rounds.Add);
        foreach (var line in files.Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            MetricsFormat.TryRead(line, network);
        }

        return rounds.Count > 0
            ? new(name, files.Length, rounds)
            : throw new ConfigurationException($"{folder}: its {files.Length} agents have no round in common");
    }

    /// <summary>The first evaluated round in which the agents' mean test accuracy reached a value, or null.</summary>
    public NetworkRound? FirstWith(double accuracy) =>
        Evaluated.FirstOrDefault(round => round.Accuracy is { } reached && reached.Mean >= accuracy);
}
