using System.Globalization;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Simulation.Tests.Virtual;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// The production round and link logic, algorithms included, in a simulated network that loses, delays, cuts, kills:
/// once it is calm again, nothing is missing from the sum of the trackers and all agents have the one known answer.
/// </summary>
public sealed class VirtualNetworkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Next", 200)]
    [InlineData("GradientTracking", 25)]
    [InlineData("Sonata", 25)]
    [InlineData("Kgt", 25)]
    public void Random_plans_of_faults_lose_nothing(string algorithm, int count)
    {
        var kind = Enum.Parse<AlgorithmKind>(algorithm);
        var runs = Enumerable.Range(Number("MURMURATION_FIRST_SEED", 1), Number("MURMURATION_SEEDS", count))
            .AsParallel().AsOrdered()
            .Select(seed => (Seed: seed, Report: Report.Of(RandomPlan.Draw(seed, kind))))
            .ToList();
        foreach (var (seed, report) in runs.Where(run => run.Report.Trouble is not null))
        {
            output.WriteLine($"seed {seed}: {report.Trouble}");
        }

        Describe(runs.Select(run => run.Report));
        var failing = runs.Where(run => run.Report.Trouble is not null).Select(run => run.Seed);
        Assert.True(!failing.Any(), "failing seeds: " + string.Join(' ', failing));
    }

    [Theory]
    [InlineData("Lose", false)]
    [InlineData("Delay", false)]
    [InlineData("Duplicate", false)]
    [InlineData("Reorder", false)]
    [InlineData("CutOneWay", false)]
    [InlineData("CutBothWays", false)]
    [InlineData("Partition", false)]
    [InlineData("Pause", false)]
    [InlineData("Slow", false)]
    [InlineData("CrashWithDisk", false)]
    [InlineData("CrashWithoutDisk", false)]
    [InlineData("StopAndReturn", false)]
    [InlineData("ReturnTwice", false)]
    [InlineData("Lose", true)]
    [InlineData("Delay", true)]
    [InlineData("CutOneWay", true)]
    [InlineData("CutBothWays", true)]
    [InlineData("Duplicate", true)]
    public void One_kind_of_fault_loses_nothing(string kind, bool isDirected)
    {
        var settings = Settings(Enum.Parse<FaultKind>(kind), isDirected);
        var report = Report.Of(settings);
        Assert.All(settings.Faults.Faults, fault => Assert.Equal(1, fault.Fired));
        Assert.True(report.Trouble is null, report.Trouble);
    }

    /// <summary>Their mean stays right whatever a single agent misses, so they go on without a new epoch.</summary>
    [Theory]
    [InlineData(AlgorithmKind.D2, "Lose")]
    [InlineData(AlgorithmKind.Led, "Lose")]
    [InlineData(AlgorithmKind.D2, "Delay")]
    [InlineData(AlgorithmKind.Led, "Delay")]
    [InlineData(AlgorithmKind.D2, "CutOneWay")]
    [InlineData(AlgorithmKind.Led, "CutOneWay")]
    [InlineData(AlgorithmKind.D2, "CutBothWays")]
    [InlineData(AlgorithmKind.Led, "CutBothWays")]
    [InlineData(AlgorithmKind.D2, "Partition")]
    [InlineData(AlgorithmKind.Led, "Partition")]
    [InlineData(AlgorithmKind.D2, "Slow")]
    [InlineData(AlgorithmKind.Led, "Slow")]
    [InlineData(AlgorithmKind.D2, "CrashWithDisk")]
    [InlineData(AlgorithmKind.Led, "CrashWithDisk")]
    [InlineData(AlgorithmKind.D2, "StopAndReturn")]
    [InlineData(AlgorithmKind.Led, "StopAndReturn")]
    public void D2_and_led_get_over_links_and_agents_that_are_missing_for_some_rounds(object algorithm, string kind)
    {
        var name = (AlgorithmKind)algorithm;
        var isLocal = name.TakesLocalSteps();
        var settings = Settings(Enum.Parse<FaultKind>(kind), isDirected: false) with
        {
            Schedule = Schedules.LazyRing(6),
            Algorithm = new AlgorithmOptions
            {
                Name = name, Eta = isLocal ? 0.05 : 0.1, LocalSteps = isLocal ? 2 : 1,
            },
        };
        var run = VirtualRun.Of(settings);
        Assert.All(settings.Faults.Faults, fault => Assert.Equal(1, fault.Fired));
        Assert.True(run.HasEnded && run.IsSettled, run.ToString());
        Assert.InRange(run.Error, 0, 1e-3);
        Assert.InRange(run.Disagreement, 0, 1e-3);
        Assert.InRange(run.TrackingDefect, 0, 1e-3);
    }

    [Fact]
    public void Without_settlements_the_sum_is_lost()
    {
        var late = Enumerable.Range(0, 6).Select(
            agent => new Fault(FaultKind.Delay, agent, (agent + 1) % 6, Round: 8 + agent, TimeSpan.FromSeconds(1)));
        var settings = Settings(FaultKind.Delay, isDirected: false) with
        {
            Faults = new([.. late]),
            View = static (_, exchange) => new ExchangeView(exchange, WithoutSettlements),
        };
        var run = VirtualRun.Of(settings);
        Assert.True(run.HasEnded, run.ToString());
        Assert.All(settings.Faults.Faults, fault => Assert.Equal(1, fault.Fired));
        Assert.True(run.TrackingDefect > 10 * Report.LargestDefect, $"the defect is {run.TrackingDefect}");
    }

    [Fact]
    public void A_seed_gives_the_same_bits_twice()
    {
        var (one, other) = (VirtualRun.Of(RandomPlan.Draw(3)), VirtualRun.Of(RandomPlan.Draw(3)));
        Assert.Equal(one.Network.Loop.Count, other.Network.Loop.Count);
        Assert.Equal(one.Weights, other.Weights);
    }

    [Fact]
    public void All_agents_stop_after_the_same_round_whatever_fails_meanwhile()
    {
        var ends = Enumerable.Range(1, 20).Select(seed =>
        {
            var run = VirtualRun.Of(RandomPlan.Draw(seed) with { StopRequest = (1, 300) });
            Assert.True(run.HasEnded, $"seed {seed}: {run}");
            var done = Assert.Single(run.Agents.Select(agent => agent.Done).Distinct());
            return done;
        }).ToList();
        Assert.All(ends, done => Assert.InRange(done, 300, 999));
    }

    private static VirtualSettings Settings(FaultKind kind, bool isDirected)
    {
        var schedule = isDirected ? Schedules.Directed() : Schedules.Ring(6);
        var longest = TimeSpan.FromMilliseconds(isDirected ? 200 : 2000);
        var peer = kind == FaultKind.Partition ? 2 : 1;
        var faults = Enumerable.Range(0, 5).Select(
            k => new Fault(kind, Agent: 0, peer, Round: 50 + (80 * k), longest * (k + 1) / 5));
        var settings = new VirtualSettings { Schedule = schedule, Seed = 7, Faults = new([.. faults]) };
        var name = isDirected ? AlgorithmKind.Sonata : AlgorithmKind.Next;
        return settings with { Algorithm = settings.Algorithm with { Name = name } };
    }

    private static RoundMessages WithoutSettlements(RoundMessages messages)
    {
        var copy = new RoundMessages();
        copy.Start(messages.Round, messages.Count);
        foreach (var contribution in messages)
        {
            if (contribution.AgentIndex == messages.Own.AgentIndex)
            {
                copy.AddOwn(contribution);
            }
            else
            {
                copy.Add(contribution);
            }
        }

        return copy;
    }

    private void Describe(IEnumerable<Report> reports)
    {
        var fired = reports.SelectMany(report => report.Settings.Faults.Faults)
            .GroupBy(fault => fault.Kind).OrderBy(group => group.Key)
            .Select(group => $"{group.Key} {group.Sum(fault => fault.Fired)}");
        output.WriteLine($"fired: {string.Join(", ", fired)}");
        output.WriteLine($"largest defect: {reports.Max(report => report.Run.TrackingDefect):g3}");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
