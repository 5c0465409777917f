using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>What one agent's model makes of its test rows.</summary>
/// <param name="Agent">Id of the agent.</param>
/// <param name="Findings">What it makes of them.</param>
/// <param name="Agents">Number of agents that have left findings.</param>
internal sealed record AgentFindings(string Agent, TestFindings Findings, int Agents)
{
    private const int MostAgents = 100;
    private const int MostTargets = 1000;

    /// <summary>Share of the rows that it gets right; null where that is not known.</summary>
    public double? Accuracy
    {
        get
        {
            var all = Findings.Confusion.Sum(row => row.Sum(count => (long)count));
            return all == 0 ? null : (double)Findings.Confusion.Select((row, k) => (long)row[k]).Sum() / all;
        }
    }

    /// <summary>The findings of the agent whose model is worst, or null where there are none.</summary>
    public static AgentFindings? OfWorst(RunFolder folder)
    {
        var all = folder.AgentFolders
            .Take(MostAgents)
            .Select(place => (
                Agent: Path.GetFileName(place),
                Findings: RunFolder.TryRead<TestFindings>(Path.Combine(place, TestFindings.FileName))))
            .Where(one => one.Findings is not null && IsSensible(one.Findings))
            .ToList();
        return all
            .Select(one => new AgentFindings(one.Agent, one.Findings!, all.Count))
            .MaxBy(one => 1 - one.Accuracy ?? one.Findings.RootMeanSquareError ?? 0);
    }

    /// <summary>The file may be of another version, or anybody's.</summary>
    private static bool IsSensible(TestFindings findings)
    {
        var classes = findings.ClassNames?.Count ?? 0;
        return findings.ClassNames?.All(name => name is not null) == true
            && (findings.Confusion?.Count == 0 || IsSquare(findings.Confusion, classes))
            && findings.Worst?.All(sample => IsClass(sample?.Label) && IsClass(sample?.Predicted)) == true
            && findings.WorstValues?.All(IsValue) != false;

        bool IsClass(int? label) => label >= 0 && label < classes;
    }

    private static bool IsSquare(IReadOnlyList<IReadOnlyList<int>>? confusion, int classes) =>
        classes <= TestFindings.MostClasses
        && confusion?.Count == classes
        && confusion.All(row => row?.Count == classes && row.All(count => count >= 0));

    private static bool IsValue(WorstValue? value) =>
        value?.Target?.Count is > 0 and <= MostTargets && value.Prediction?.Count == value.Target.Count;
}
