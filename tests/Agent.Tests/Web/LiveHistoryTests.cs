using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Tests.Metrics;
using Murmuration.Agent.Web;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Tests.Web;

public sealed class LiveHistoryTests
{
    private readonly RunOptions _run = new() { Name = "office", Rounds = 100 };
    private NetworkSnapshot _snapshot = Snapshots.Ring(4);

    [Fact]
    public void Every_agent_has_its_place_also_one_that_nobody_has_heard_of()
    {
        var overview = Taken(agents: 5);
        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], overview.Agents.Select(agent => agent.Id));
        Assert.Equal(
            [Standing.Present, Standing.Present, Standing.Present, Standing.Silent, Standing.Unknown],
            overview.Agents.Select(agent => agent.Standing));
        Assert.Equal("trains, a link suspended", overview.Agents[0].StandingText);
        Assert.Equal("silent for 30 s", overview.Agents[3].StandingText);
        Assert.Equal(30, Assert.Single(overview.Network).Round);
    }

    [Fact]
    public void An_agent_is_lost_when_it_is_silent_and_no_neighbour_has_a_connection()
    {
        Change(agent => agent with { News = agent.News! with { Links = [.. agent.News.Links!.Select(CutOff)] } });
        var lost = Taken().Agents[3];
        Assert.Equal((Standing.Lost, "lost, silent for 30 s"), (lost.Standing, lost.StandingText));

        static LinkNews CutOff(LinkNews link) => link.To == 3 ? link with { State = LinkState.Down } : link;
    }

    [Fact]
    public void Nobody_is_silent_when_all_wait_for_the_same()
    {
        Change(agent => agent with { Age = 30 });
        Assert.All(Taken().Agents, agent => Assert.Equal(Standing.Present, agent.Standing));
    }

    [Theory]
    [InlineData(AgentStatus.Away, 100, Standing.Done)]
    [InlineData(AgentStatus.Away, 30, Standing.Away)]
    [InlineData(AgentStatus.Departed, 30, Standing.Departed)]
    [InlineData(AgentStatus.Present, 100, Standing.Done)]
    [InlineData(AgentStatus.Present, 5, Standing.Behind)]
    internal void Its_standing_follows_from_what_is_known(AgentStatus status, int round, Standing expected)
    {
        Change(agent => agent.Id == "a1" ? agent with { Status = $"{status}", Round = round } : agent);
        Assert.Equal(expected, Taken().Agents[1].Standing);
    }

    [Fact]
    public void What_was_seen_is_kept_and_stays_bounded()
    {
        var history = History(4);
        for (var round = 1; round <= 5000; round++)
        {
            Change(agent => agent with { Round = round, News = agent.News! with { Seconds = round } });
            history.Take();
            history.Take();
        }

        var overview = history.Overview(isLive: true);
        Assert.All(overview.Agents, agent => Assert.InRange(agent.Rounds.Count, 150, 301));
        Assert.InRange(overview.Network.Count, 150, 301);
        Assert.Equal((5000, 5000), (overview.Last!.Round, overview.Agents[0].Rounds[^1].Round));
    }

    [Fact]
    public void Whatever_an_agent_may_tell_does_no_harm()
    {
        var news = new AgentNews(
            -1,
            double.NaN,
            double.PositiveInfinity,
            double.NegativeInfinity,
            TestCost: -5,
            Seconds: -1,
            BytesSent: long.MinValue,
            SuspendedLinks: int.MinValue,
            Links: [default, new(-1, LinkState.Up, -1, -1), new(99, (LinkState)77, 1, 1), new(1, (LinkState)77, 1, 1)]);
        Change(agent => agent.Id == "a0" ? agent with { News = news, Round = int.MaxValue } : agent);
        var overview = Taken();
        Assert.NotEmpty(DashboardPage.Render(overview, Agent.Reports.Sections.Effort.Rounds, new(Schedule(4))));
    }

    private void Change(Func<KnownAgent, KnownAgent> change)
    {
        List<KnownAgent> agents = [.. _snapshot.Agents.Select(change)];
        _snapshot = _snapshot with { Agents = agents, Totals = NetworkTotals.Of(agents, 100) };
    }

    private RunOverview Taken(int agents = 4)
    {
        var history = History(agents);
        history.Take();
        return history.Overview(isLive: true);
    }

    private LiveHistory History(int agents) => new(
        () => _snapshot, _run, Schedule(agents), RunOrigin.Here("rows", "dense(2,2)", 6, 1, TimeProvider.System));

    private static TopologySchedule Schedule(int agents) => TopologySchedule.Periodic(
        "ring",
        [.. Enumerable.Range(0, agents).Select(k => new AgentAddress($"a{k}", "127.0.0.1", 7700 + k))],
        [[.. Enumerable.Range(0, agents).Select(k => new Link(k, (k + 1) % agents))]]);
}
