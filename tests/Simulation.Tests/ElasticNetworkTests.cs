using Murmuration.Agent.Algorithms.Elastic;
using Murmuration.Agent.Configuration;
using Murmuration.Simulation.Tests.Virtual;

namespace Murmuration.Simulation.Tests;

/// <summary>Asynchronous EASGD through the simulated network: whatever the faults, no pull is lost or counted twice.
/// </summary>
public sealed class ElasticNetworkTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);

    /// <summary>Steps that change no bit: only the pulls move anything.</summary>
    private static readonly AlgorithmOptions Options = new()
    {
        Name = AlgorithmKind.Easgd, Asynchronous = true, Eta = 1e-30, Elastic = new() { Patience = 0.1 },
    };

    [Fact]
    public void Random_plans_of_faults_keep_the_sum_of_workers_and_centres()
    {
        var runs = Run(100, LetterPlan.Harmless, IsQuiet, TroubleWithSum);
        Assert.All(runs, run => Assert.Null(run.Trouble));
        Assert.True(Fired(runs, FaultKind.StopAndReturn) > 10);
        Assert.True(Fired(runs, FaultKind.Lose) + Fired(runs, FaultKind.CutBothWays) > 20);
    }

    [Fact]
    public void Crashes_hold_nobody_up()
    {
        var runs = Run(50, Enum.GetValues<FaultKind>(), HaveEnded, (_, _) => null);
        Assert.All(runs, run => Assert.Null(run.Trouble));
        Assert.True(Fired(runs, FaultKind.CrashWithoutDisk) > 5);
    }

    private static int Fired(List<(LetterSettings Settings, string? Trouble)> runs, FaultKind kind) =>
        runs.Sum(run => run.Settings.Faults.Faults.Where(fault => fault.Kind == kind).Sum(fault => fault.Fired));

    private List<(LetterSettings Settings, string? Trouble)> Run(
        int count,
        FaultKind[] kinds,
        Func<List<CentreAgent>, bool> isOver,
        Func<LetterSettings, List<CentreAgent>, string?> judge)
    {
        var runs = Enumerable.Range(1, count).AsParallel().AsOrdered()
            .Select(seed => LetterPlan.Draw(seed, kinds))
            .Select(settings => (Settings: settings, Trouble: Run(settings, isOver, judge)))
            .ToList();
        foreach (var (settings, trouble) in runs.Where(run => run.Trouble is not null))
        {
            output.WriteLine($"seed {settings.Seed}: {trouble}");
        }

        return runs;
    }

    /// <summary>What is wrong after the run, null when nothing is.</summary>
    private static string? Run(
        LetterSettings settings,
        Func<List<CentreAgent>, bool> isOver,
        Func<LetterSettings, List<CentreAgent>, string?> judge)
    {
        var count = settings.Schedule.Agents.Count;
        var network = new VirtualNetwork(count, settings.Seed, settings.Faults);
        var ridge = new RidgeProblem(count, settings.Seed);
        var agents = Enumerable.Range(0, count)
            .Select(index => new CentreAgent(network, settings, ridge, Options, index))
            .ToList();
        agents.ForEach(agent => agent.Start());
        var hasEnded = network.Loop.RunUntil(() => isOver(agents), Limit);
        agents.ForEach(agent => agent.EndServing());
        hasEnded &= network.Loop.RunUntil(() => agents.TrueForAll(agent => agent.Serving.IsCompleted), Limit);
        return !hasEnded || agents.Any(agent => agent.Life.IsFaulted) || network.Violations.Count > 0
            ? string.Join(
                Environment.NewLine,
                [
                    "has not ended", .. network.Violations.Distinct(), .. agents.Select(agent => $"{agent}"),
                    .. settings.Faults.Faults.Select(fault => $"{fault}"),
                ])
            : judge(settings, agents);
    }

    private static string? TroubleWithSum(LetterSettings settings, List<CentreAgent> agents)
    {
        var tree = ElasticTree.OfAll(settings.Schedule, Options.Elastic);
        var before = Before(agents.Count, tree);
        var after = ElasticSum.Of([.. agents.Select(agent => agent.State())], tree);
        var worst = before.Zip(after, (one, other) => Math.Abs(one - other)).Max();
        return worst > 1e-4 ? $"the sum has moved by {worst}"
            : Spread(agents) > 0.1 ? $"the workers are {Spread(agents)} apart"
            : null;
    }

    /// <summary>Largest difference of a weight between two workers; it begins near 1.</summary>
    private static float Spread(List<CentreAgent> agents)
    {
        var positions = agents.Select(agent => agent.State().Vectors["Position"].ToArray()).ToList();
        return Enumerable.Range(0, RidgeProblem.WeightCount)
            .Max(k => positions.Max(position => position[k]) - positions.Min(position => position[k]));
    }

    private static bool HaveEnded(List<CentreAgent> agents) => agents.TrueForAll(agent => agent.HasEnded);

    private static bool IsQuiet(List<CentreAgent> agents) =>
        HaveEnded(agents)
        && agents.TrueForAll(agent => agent.Exchange!.Core.Links.All(
            link => link.Letters.Outbox.IsEmpty && link.Letters.Inbox.First is null))
        && ElasticSum.IsQuiet(agents.Select(agent => agent.State()));

    /// <summary>Every worker at its first weights, and every centre at its host's.</summary>
    private static double[] Before(int count, ElasticTree tree)
    {
        var sum = new double[RidgeProblem.WeightCount];
        for (var agent = 0; agent < count; agent++)
        {
            var weights = CentreAgent.FirstWeights(agent);
            for (var k = 0; k < sum.Length; k++)
            {
                sum[k] += (tree.IsHost(agent) ? 2 : 1) * weights[k];
            }
        }

        return sum;
    }
}
