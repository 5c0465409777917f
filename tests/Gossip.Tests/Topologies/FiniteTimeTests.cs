using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Schedules that average exactly in one period, from the products of their matrices by plain loops.</summary>
public class FiniteTimeTests
{
    /// <summary>Takezawa et al. 2023, theorem 1: exact for every number of agents, with at most k links each.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_base_graph_averages_any_number_of_agents_exactly(int degree)
    {
        for (var n = 2; n <= 64; n++)
        {
            var schedule = BaseGraph(n, degree);
            var period = schedule.Period!.Value;
            AssertMean(schedule, 1e-12);
            for (var round = 0; round < period; round++)
            {
                AssertDoublyStochastic(schedule.MixingMatrix(round), degree);
            }

            Assert.True(
                period <= (2 * Math.Log(n, degree + 1)) + 2, $"{n} agents, degree {degree}: {period} rounds");
            Assert.True(schedule.AveragesExactly);
        }
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    [InlineData(8, 3)]
    [InlineData(12, 5)]
    [InlineData(16, 4)]
    [InlineData(24, 6)]
    [InlineData(25, 9)]
    [InlineData(31, 9)]
    [InlineData(33, 11)]
    [InlineData(64, 6)]
    public void A_base_graph_of_pairs_is_as_short_as_the_papers(int agentCount, int rounds)
        => Assert.Equal(rounds, BaseGraph(agentCount, 1).Period);

    /// <summary>By hand: the pairs 0-1 and 2-3, then 0-2 and 1-3; then 4 meets 0 with 4/5; then 0-1, 2-3, 0-2,
    /// 1-3.</summary>
    [Fact]
    public void The_base_graph_of_five_agents()
    {
        var schedule = BaseGraph(5, 1);

        Assert.Equal([new Link(0, 1, 0.5), new Link(2, 3, 0.5)], schedule.LinksAt(0));
        Assert.Equal([new Link(0, 2, 0.5), new Link(1, 3, 0.5)], schedule.LinksAt(1));
        Assert.Equal([new Link(0, 4, 0.8)], schedule.LinksAt(2));
        Assert.Equal(schedule.LinksAt(0), schedule.LinksAt(3));
        Assert.Equal(schedule.LinksAt(1), schedule.LinksAt(4));
    }

    [Theory]
    [InlineData(12, 3, "4 3")]
    [InlineData(64, 3, "4 4 4")]
    [InlineData(36, 5, "6 6")]
    [InlineData(16, 5, "4 4")]
    [InlineData(1, 1, "")]
    public void Numbers_have_the_fewest_factors(int number, int degree, string expected)
        => Assert.Equal(expected, string.Join(' ', Hypercube.Factors(number, degree + 1)!));

    [Theory]
    [InlineData(7, 5)]
    [InlineData(22, 6)]
    public void Numbers_with_a_large_prime_have_none(int number, int degree)
        => Assert.Null(Hypercube.Factors(number, degree + 1));

    [Theory]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    [InlineData(64, 6)]
    public void One_peer_exponential_averages_powers_of_two_exactly_both_ways_and_one_way(int agentCount, int rounds)
    {
        foreach (var directed in (bool[])[false, true])
        {
            var schedule = Generate("onePeerExponential", agentCount, directed);
            Assert.Equal(rounds, schedule.Period);
            AssertMean(schedule, 1e-15);
            Assert.All(Enumerable.Range(0, agentCount), i => Assert.Single(schedule.At(rounds - 1, i).OutNeighbours));
        }
    }

    /// <summary>Deviations of the product of one period, for n = 6 and 25: exact for powers of two only.</summary>
    [Theory]
    [InlineData(6, 0.083)]
    [InlineData(25, 0.0225)]
    public void One_peer_exponential_averages_other_numbers_nearly(int agentCount, double deviation)
    {
        var schedule = Generate("onePeerExponential", agentCount, directed: true);

        Assert.Equal(deviation, Deviation(schedule), 5e-4);
        Assert.False(schedule.AveragesExactly);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void Random_matchings_pair_all_agents_but_one_if_any_differently_every_round(int agentCount)
    {
        var schedule = TopologySchedule.Parse(
            $$"""{ "agents": {{agentCount}}, "schedule": { "generator": "random-matching", "seed": 5 } }""");
        var partners = new HashSet<(int From, int To)>();
        for (var round = 0; round < 200; round++)
        {
            var links = schedule.LinksAt(round);
            Assert.Equal(agentCount / 2, links.Count);
            Assert.Equal(2 * links.Count, links.SelectMany(link => new[] { link.From, link.To }).Distinct().Count());
            Assert.All(links, link => Assert.Equal(0.5, schedule.MixingMatrix(round)[link.From, link.To]));
            partners.UnionWith(links.Select(link => (link.From, link.To)));
        }

        Assert.Equal(agentCount * (agentCount - 1) / 2, partners.Count);
        Assert.False(schedule.AveragesExactly);
    }

    [Theory]
    [InlineData("baseGraph", 25, 2, false)]
    [InlineData("base-graph", 6, 1, false)]
    [InlineData("one-peer-exponential", 16, null, false)]
    [InlineData("one-peer-exponential", 6, null, true)]
    [InlineData("random-matching", 7, null, false)]
    public void A_schedule_and_its_file_are_the_same(string generator, int agentCount, int? degree, bool directed)
    {
        var settings = new GeneratorSettings { Generator = generator, Degree = degree, Seed = 3 };
        var made = TopologySchedule.Generate("test", AgentAddress.Loopback(agentCount), settings, directed);
        var text = made.ToJson();
        var read = TopologySchedule.Parse(text);
        var seed = generator == "random-matching" ? ", \"seed\": 3" : "";
        var degreeKey = degree is null ? "" : $", \"degree\": {degree}";
        var asked = TopologySchedule.Parse(
            $$"""
            {
              "agents": {{agentCount}}, "directed": {{(directed ? "true" : "false")}},
              "schedule": { "generator": "{{generator}}"{{degreeKey}}{{seed}} }
            }
            """);

        Assert.Equal(text, read.ToJson());
        Assert.Equal(made.Fingerprint, read.Fingerprint);
        Assert.Equal(made.Fingerprint, asked.Fingerprint);
        Assert.Equal(made.Period, read.Period);
        Assert.Equal(made.LinksAt(1), read.LinksAt(1));
        Assert.Equal(made.MixingMatrix(1), read.MixingMatrix(1));
    }

    [Theory]
    [InlineData("""{ "generator": "baseGraph" }""", "", "\"degree\" is missing")]
    [InlineData("""{ "generator": "baseGraph", "degree": 1 }""", "\"directed\": true,", "go both ways")]
    [InlineData("""{ "generator": "baseGraph", "degree": 1 }""", "\"weights\": \"metropolis\",", "\"explicit\"")]
    [InlineData("""{ "rounds": [ { "generator": "baseGraph", "degree": 1 } ] }""", "", "a period of its own")]
    [InlineData("""{ "rounds": [ { "generator": "randomMatching" } ] }""", "", "must be the whole schedule")]
    [InlineData("""{ "generator": "randomMatching", "everyRound": false }""", "", "draws anew every round")]
    [InlineData("""{ "generator": "onePeerExponential" }""", "", "6 agents are no power of two")]
    [InlineData("""{ "generator": "onePeerExponential", "seed": 1 }""", "", "seed")]
    public void What_cannot_be_is_refused(string schedule, string before, string expected)
    {
        var error = Assert.Throws<TopologyException>(
            () => TopologySchedule.Parse($$"""{ "agents": 6, {{before}} "schedule": {{schedule}} }"""));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generator_with_a_period_is_not_split_into_matchings()
    {
        var settings = new GeneratorSettings { Generator = "baseGraph", Degree = 2 };

        var error = Assert.Throws<TopologyException>(
            () => TopologySchedule.Generate("test", AgentAddress.Loopback(9), settings, matchings: true));

        Assert.Contains("period of its own", error.Message, StringComparison.Ordinal);
    }

    private static TopologySchedule BaseGraph(int agentCount, int degree)
    {
        var settings = new GeneratorSettings { Generator = "baseGraph", Degree = degree };
        return TopologySchedule.Generate("test", AgentAddress.Loopback(agentCount), settings);
    }

    private static TopologySchedule Generate(string generator, int agentCount, bool directed)
        => TopologySchedule.Generate(
            "test", AgentAddress.Loopback(agentCount), new GeneratorSettings { Generator = generator }, directed);

    private static void AssertMean(TopologySchedule schedule, double tolerance)
        => Assert.True(
            Deviation(schedule) <= tolerance, $"{schedule.Agents.Count} agents: {Deviation(schedule):G2} off the mean");

    private static void AssertDoublyStochastic(double[,] matrix, int degree)
    {
        var n = matrix.GetLength(0);
        for (var i = 0; i < n; i++)
        {
            var (sum, links) = (0.0, 0);
            for (var j = 0; j < n; j++)
            {
                Assert.Equal(matrix[j, i], matrix[i, j]);
                sum += matrix[i, j];
                links += i != j && matrix[i, j] > 0 ? 1 : 0;
            }

            Assert.Equal(1, sum, 1e-15);
            Assert.True(matrix[i, i] > 0);
            Assert.InRange(links, 0, degree);
        }
    }

    /// <summary>The largest difference of an entry of C[period − 1] … C[0] from 1/n.</summary>
    private static double Deviation(TopologySchedule schedule)
    {
        var n = schedule.Agents.Count;
        var product = new double[n, n];
        for (var i = 0; i < n; i++)
            product[i, i] = 1;
        for (var round = 0; round < schedule.Period; round++)
            product = Multiply(schedule.MixingMatrix(round), product);
        return product.Cast<double>().Max(entry => Math.Abs(entry - (1.0 / n)));
    }

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var n = a.GetLength(0);
        var c = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var k = 0; k < n; k++)
                    c[i, j] += a[i, k] * b[k, j];
            }
        }

        return c;
    }
}
