using System.Collections.Immutable;
using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Tests.Mixing;

/// <summary>Assumption B of NEXT: mixing matrices are doubly stochastic with positive diagonals on undirected links,
/// and column-stochastic on directed ones (SONATA).</summary>
public class MixingRuleTests
{
    private const double Rounding = 1e-12;

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, 40));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Undirected_rules_are_symmetric_doubly_stochastic_and_keep_a_positive_diagonal(int seed)
    {
        var (agentCount, links) = RandomLinks(seed, directed: false);
        var largest = new Degrees(agentCount, false, links).Maximum;
        var laplacian = new LaplacianWeights(0.9 / Math.Max(1, largest));
        IMixingRule[] rules = [new MetropolisWeights(), new MaximumDegreeWeights(), laplacian];
        foreach (var rule in rules)
        {
            var matrix = new Topology(agentCount, false, links, rule).MixingMatrix();
            for (var i = 0; i < agentCount; i++)
            {
                Assert.Equal(1, Enumerable.Range(0, agentCount).Sum(j => matrix[i, j]), Rounding);
                Assert.Equal(1, Enumerable.Range(0, agentCount).Sum(j => matrix[j, i]), Rounding);
                Assert.True(matrix[i, i] > 0);
                for (var j = 0; j < agentCount; j++)
                {
                    Assert.Equal(matrix[i, j], matrix[j, i]);
                    Assert.Equal(i == j || links.Contains(new Link(Math.Min(i, j), Math.Max(i, j))), matrix[i, j] > 0);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Push_weights_are_column_stochastic_and_keep_a_positive_diagonal(int seed)
    {
        var (agentCount, links) = RandomLinks(seed, directed: true);
        var matrix = new Topology(agentCount, true, links, new PushWeights()).MixingMatrix();
        for (var sender = 0; sender < agentCount; sender++)
        {
            Assert.Equal(1, Enumerable.Range(0, agentCount).Sum(i => matrix[i, sender]), Rounding);
            Assert.True(matrix[sender, sender] > 0);
            for (var i = 0; i < agentCount; i++)
                Assert.Equal(i == sender || links.Contains(new Link(sender, i)), matrix[i, sender] > 0);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Both_ends_of_a_link_know_of_it(int seed)
    {
        var directed = seed % 2 == 1;
        var (agentCount, links) = RandomLinks(seed, directed);
        var topology = new Topology(
            agentCount, directed, links, directed ? new PushWeights() : new MetropolisWeights());

        var sent = Enumerable.Range(0, agentCount).SelectMany(
            i => topology[i].OutNeighbours.Select(j => (From: i, To: j)));
        var received = Enumerable.Range(0, agentCount).SelectMany(
            i => topology[i].InNeighbours.Select(other => (From: other.AgentIndex, To: i)));

        Assert.Equal(sent, received.Order());
        Assert.All(Enumerable.Range(0, agentCount), i => Assert.Equal(
            topology[i].InNeighbours.OrderBy(other => other.AgentIndex), topology[i].InNeighbours));
    }

    [Fact]
    public void Metropolis_weights_of_a_star_with_a_tail()
    {
        // 0–1, 0–2, 0–3, 3–4: degrees 3, 1, 1, 2, 1.
        var matrix = Matrix(5, false, new MetropolisWeights(), (0, 1), (0, 2), (0, 3), (3, 4));

        Assert.Equal([1.0 / 4, 1.0 / 4, 1.0 / 4, 1.0 / 4, 0], Row(matrix, 0), Close);
        Assert.Equal([1.0 / 4, 0, 0, 5.0 / 12, 1.0 / 3], Row(matrix, 3), Close);
        Assert.Equal([0, 0, 0, 1.0 / 3, 2.0 / 3], Row(matrix, 4), Close);
    }

    [Fact]
    public void Maximum_degree_and_Laplacian_weights_of_a_path()
    {
        Assert.Equal(
            [2.0 / 3, 1.0 / 3, 0], Row(Matrix(3, false, new MaximumDegreeWeights(), (0, 1), (1, 2)), 0), Close);
        Assert.Equal([0.2, 0.6, 0.2], Row(Matrix(3, false, new LaplacianWeights(0.2), (0, 1), (1, 2)), 1), Close);
    }

    [Fact]
    public void Push_weights_split_a_sender_evenly()
    {
        var matrix = Matrix(3, true, new PushWeights(), (0, 1), (0, 2), (1, 2), (2, 0));

        Assert.Equal([1.0 / 3, 0, 0.5], Row(matrix, 0), Close);
        Assert.Equal([1.0 / 3, 0.5, 0], Row(matrix, 1), Close);
        Assert.Equal([1.0 / 3, 0.5, 0.5], Row(matrix, 2), Close);
    }

    [Fact]
    public void The_default_Laplacian_weight_is_the_same_in_all_rounds()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 4, "weights": "laplacian",
              "schedule": { "rounds": [ { "generator": "star" }, { "links": ["a0-a1"] } ] } }
            """);

        Assert.Equal(0.25, schedule.MixingMatrix(0)[0, 3], 1e-15);
        Assert.Equal(0.25, schedule.MixingMatrix(1)[0, 1], 1e-15);
    }

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) < 1e-15;

    private static double[] Row(double[,] matrix, int row)
        => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column])];

    private static double[,] Matrix(int agentCount, bool directed, IMixingRule rule, params (int From, int To)[] links)
        => new Topology(
            agentCount, directed, [.. links.Select(link => new Link(link.From, link.To))], rule).MixingMatrix();

    private static (int AgentCount, ImmutableArray<Link> Links) RandomLinks(int seed, bool directed)
    {
        var agentCount = 2 + seed % 23;
        var generator = new ErdosRenyiGenerator(0.05 + 0.9 * (seed % 7) / 7.0);
        return (agentCount, generator.Draw(agentCount, directed, new SeededChance(seed, 0)));
    }
}
