using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

public class TopologyReportTests
{
    [Fact]
    public void A_static_ring()
    {
        var report = Report("""{ "name": "ring", "agents": 8, "schedule": { "generator": "ring" } }""");

        Assert.Equal((8, 8, 2), (report.FewestLinks, report.MostLinks, report.LargestDegree));
        Assert.Equal(1, report.JointlyConnectedOver);
        Assert.Equal((2 - 2 * Math.Cos(Math.PI / 4)) / 3, report.SpectralGap!.Value, 1e-12);
        Assert.Equal((11, 32), (report.RoundsToTenth, report.RoundsToAgree));
        Assert.Equal(1 - report.SpectralGap.Value, report.LeftAtWorst!.Value, 1e-12);
        Assert.Equal(-1.0 / 3, report.SmallestEigenvalue!.Value, 1e-12);
        Assert.Equal(2, report.MeanDegree);
        Assert.Contains(
            "ring: 8 agents, undirected links, metropolis weights", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("over any 1 round in a row (B = 1)", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "links": ["a0-a1"] }, { "links": ["a1-a2"] }""", 2)]
    [InlineData("""{ "links": ["a0-a1"] }, { "links": ["a1-a2"] }, { "links": [] }""", 3)]
    [InlineData("""{ "generator": "path" }, { "links": [] }, { "links": [] }, { "links": ["a0-a1"] }""", 4)]
    [InlineData("""{ "generator": "path" }, { "generator": "star" }""", 1)]
    public void The_smallest_window_that_connects_all(string rounds, int expected)
        => Assert.Equal(
            expected, Report($$"""{ "agents": 3, "schedule": { "rounds": [ {{rounds}} ] } }""").JointlyConnectedOver);

    [Fact]
    public void An_open_last_interval_is_judged_alone()
    {
        var report = Report("""
            { "agents": 3, "schedule": { "intervals": [
                { "from": 0, "to": 9, "links": [] }, { "from": 10, "generator": "complete" } ] } }
            """);

        Assert.Equal(1, report.JointlyConnectedOver);
        Assert.Equal(1, report.SpectralGap!.Value, 1e-12);
        Assert.Equal(1, report.RoundsToAgree);
        Assert.Contains("from round 10, goes on", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Drawn_rounds_are_judged_by_a_sample()
    {
        var report = Report(
            """{ "agents": 8, "schedule": { "generator": "ring", "linkUp": { "probability": 0.5, "seed": 7 } } }""");

        Assert.Equal(64, report.WindowRounds);
        Assert.InRange(report.JointlyConnectedOver!.Value, 2, 32);
        Assert.InRange(report.RoundsToAgree!.Value, 33, 200);
        Assert.Contains("drawn anew every round", report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Two rounds, 0-1 and 1-2 by halves: of C₂ C₁ the singular values are 1, 1/2 and 0, by hand, and those of
    /// the differences 1/2 and 0; the eigenvalues 1, 1/4 and 0.</summary>
    [Fact]
    public void At_worst_a_window_leaves_its_second_singular_value()
    {
        var report = Report(
            """{ "agents": 3, "schedule": { "rounds": [{ "links": ["a0-a1"] }, { "links": ["a1-a2"] }] } }""");

        Assert.Equal(0.75, report.SpectralGap!.Value, 1e-9);
        Assert.Equal(0.5, report.LeftAtWorst!.Value, 1e-9);
        Assert.Null(report.SmallestEigenvalue);
    }

    [Fact]
    public void Agreement_in_practice_takes_about_the_rounds_foretold()
    {
        var schedule = TopologySchedule.Parse(
            """{ "agents": 12, "schedule": { "rounds": [ { "generator": "path" }, { "links": ["a0-a11"] } ] } }""");
        var rounds = new TopologyReport(schedule).RoundsToAgree!.Value;
        var values = Enumerable.Range(0, 12).Select(i => (double)i).ToArray();

        for (var round = 0; round < rounds; round++)
        {
            var before = values.ToArray();
            values = [.. values.Select((_, i) => schedule.At(round, i).SelfWeight * before[i]
                + schedule.At(round, i).InNeighbours.Sum(other => other.Weight * before[other.AgentIndex]))];
        }

        Assert.InRange(values.Max() - values.Min(), 11e-4, 11e-3 * 2);
        Assert.Equal(5.5, values.Average(), 1e-12);
    }

    [Theory]
    [InlineData("""{ "agents": 3, "directed": true, "schedule": { "generator": "ring" } }""", "push-sum")]
    [InlineData("""{ "agents": 40, "schedule": { "generator": "ring" } }""", "agreement is slow")]
    [InlineData("""{ "agents": 4, "schedule": { "generator": "path" } }""", "a single neighbour")]
    [InlineData("""{ "agents": 70, "schedule": { "generator": "star" } }""", "holds 69 connections")]
    [InlineData("""{ "agents": 3, "schedule": { "generator": "ring" } }""", "all addresses are on this machine")]
    [InlineData("""{ "agents": 3, "schedule": { "generator": "path" } }""", "without the agent \"a1\" the others no")]
    [InlineData("""{ "agents": 7, "schedule": { "generator": "path" } }""",
        "without any of the agents \"a1\", \"a2\", \"a3\", \"a4\" and 1 more")]
    [InlineData("""{ "agents": 2, "schedule": { "links": [["a0", "a1", 0.99]] } }""",
        "eigenvalue -0.98: differences between two sides that have links from one to the other only swing to and fro")]
    [InlineData("""{ "agents": 12, "schedule": { "generator": "mobile", "range": 0.05, "speed": 0.001 } }""",
        "the 64 rounds looked at join only the groups (")]
    [InlineData("""
        { "agents": 3, "schedule": { "intervals": [
          { "from": 0, "to": 9, "links": ["a0-a1"] }, { "from": 10, "generator": "ring" } ] } }
        """, "before round 10 the links join only the groups (\"a0\", \"a1\"), (\"a2\")")]
    public void Advice(string text, string expected)
        => Assert.Contains(Report(text).Advice, advice => advice.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void One_agent_has_a_report_too()
    {
        var report = Report("""{ "agents": 1, "schedule": { "links": [] } }""");

        Assert.Equal((0, 1), (report.MostLinks, report.JointlyConnectedOver));
    }

    [Fact]
    public void A_round_is_drawn_as_a_square()
    {
        var schedule = TopologySchedule.Parse(
            """{ "agents": ["a", "bb", "c"], "schedule": { "generator": "path" } }""");

        Assert.Equal("round 4: 2 links\n a  ╲ ● ·\nbb  ● ╲ ●\n c  · ● ╲\n", TopologyDrawing.Draw(schedule, 4));
    }

    [Fact]
    public void A_round_of_many_agents_is_drawn_as_a_list()
    {
        var schedule = TopologySchedule.Parse("""{ "agents": 150, "schedule": { "generator": "ring" } }""");

        var lines = TopologyDrawing.Draw(schedule, 0).Split('\n');

        Assert.Equal("  a0  a1, a149", lines[1]);
        Assert.Equal("… and 50 more agents", lines[101]);
    }

    private static TopologyReport Report(string text) => new(TopologySchedule.Parse(text));
}
