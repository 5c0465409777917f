using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Simulation.Tests.Virtual;

namespace Murmuration.Simulation.Tests;

/// <summary>How long an agent that has done its rounds waits for the others, in virtual time.</summary>
public sealed class WaitForOthersTests
{
    private const int Agents = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(1);

    private static readonly AlgorithmOptions Options = new()
    {
        Name = AlgorithmKind.Easgd, Asynchronous = true, Eta = 1e-30, Elastic = new() { Patience = 0.1 },
    };

    /// <summary>The leaves of a star hear of each other by the hub alone.</summary>
    [Fact]
    public void Leaves_of_a_star_whose_hub_was_killed_wait_for_each_other_no_longer_than_their_patience()
    {
        var (network, agents, settings) = Create(new Fault(FaultKind.CrashWithoutDisk, 0, -1, Round: 100, ForEver));
        var leaves = agents[1..];
        Assert.True(network.Loop.RunUntil(() => leaves.TrueForAll(leaf => IsDone(leaf, settings)), Limit));
        var allDone = TimeSpan.FromTicks(network.Loop.Now);
        Assert.DoesNotContain(leaves, leaf => leaf.HasEnded);
        Assert.True(network.Loop.RunUntil(() => leaves.TrueForAll(leaf => leaf.HasEnded), Limit));
        Assert.InRange(TimeSpan.FromTicks(network.Loop.Now) - allDone, TimeSpan.Zero, Patience);
        Assert.All(leaves, leaf => Assert.Contains(
            leaf.Exchange!.Records, record => record.AgentIndex != 0 && record.Round < settings.Steps));
    }

    /// <summary>It needs 80 s, and the others are through with their rounds in 5 s.</summary>
    [Fact]
    public void A_slow_agent_is_waited_for_as_long_as_there_is_news_of_it()
    {
        var (network, agents, settings) = Create(new Fault(FaultKind.Slow, 2, -1, Round: 0, ForEver));
        var others = agents.Where(agent => agent.Index != 2).ToList();
        Assert.True(network.Loop.RunUntil(() => others.TrueForAll(other => IsDone(other, settings)), Limit));
        var othersDone = TimeSpan.FromTicks(network.Loop.Now);
        Assert.True(network.Loop.RunUntil(() => agents.Exists(agent => agent.HasEnded), Limit));
        Assert.True(IsDone(agents[2], settings));
        Assert.True(TimeSpan.FromTicks(network.Loop.Now) - othersDone > 2 * Patience);
        Assert.True(network.Loop.RunUntil(() => agents.TrueForAll(agent => agent.HasEnded), Limit));
    }

    private static (VirtualNetwork Network, List<CentreAgent> Agents, LetterSettings Settings) Create(Fault fault)
    {
        var star = TopologySchedule.Parse(
            $$"""{ "name": "star", "agents": {{Agents}}, "schedule": { "generator": "star" } }""");
        var settings = new LetterSettings { Schedule = star, Seed = 3, Faults = new([fault]) };
        var network = new VirtualNetwork(Agents, settings.Seed, settings.Faults);
        var ridge = new RidgeProblem(Agents, settings.Seed);
        var agents = Enumerable.Range(0, Agents)
            .Select(index => new CentreAgent(network, settings, ridge, Options, index))
            .ToList();
        agents.ForEach(agent => agent.Start());
        return (network, agents, settings);
    }

    /// <summary>It has published that it has done its last round.</summary>
    private static bool IsDone(CentreAgent agent, LetterSettings settings) =>
        agent.Exchange?.Bulletin.Own.Round >= settings.Steps;
}
