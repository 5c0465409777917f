using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Partitioners;

namespace Murmuration.Agent.Tests.Data;

public class PartitionerTests
{
    public static TheoryData<string> Kinds => [.. Enum.GetNames<PartitionKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_row_goes_to_exactly_one_agent_and_every_agent_gets_one(string kind)
    {
        var partitioner = Create(kind, alpha: 0.01);
        for (var seed = 0; seed < 60; seed++)
        {
            var agentCount = 1 + ((seed * 7) % 37);
            var rowCount = agentCount + (seed * seed % 400);
            var labelled = Labelled(rowCount, 2 + (seed % 12), seed);
            RequirePartition(partitioner.Partition(labelled, agentCount, seed), rowCount);
            RequirePartition(partitioner.Partition(Regression(rowCount, seed), agentCount, seed), rowCount);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void As_many_rows_as_agents_give_one_row_each(string kind)
    {
        var parts = Create(kind).Partition(Labelled(12, 3, 1), 12, 1);
        Assert.All(parts, rows => Assert.Single(rows));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Fewer_rows_than_agents_are_refused(string kind)
    {
        var partitioner = Create(kind);
        var error = Assert.Throws<DataException>(() => partitioner.Partition(Labelled(4, 2, 1), 5, 1));
        Assert.Equal("4 rows cannot be dealt to 5 agents: every agent needs a row", error.Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_seed_gives_the_same_partition_and_another_seed_another(string kind)
    {
        var partitioner = Create(kind);
        var data = Labelled(500, 10, 1);
        Assert.Equal(partitioner.Partition(data, 8, 5), partitioner.Partition(data, 8, 5));
        Assert.NotEqual(partitioner.Partition(data, 8, 5), partitioner.Partition(data, 8, 6));
    }

    [Fact]
    public void Even_sizes_differ_by_at_most_one_and_each_agent_sees_every_class()
    {
        var data = Labelled(1003, 10, 2);
        var parts = new EvenPartitioner().Partition(data, 8, 2);
        Assert.All(parts, rows => Assert.InRange(rows.Length, 125, 126));
        Assert.All(parts, rows => Assert.Equal(10, ClassesOf(data, rows)));
    }

    [Fact]
    public void Uneven_sizes_spread_but_respect_the_minimum()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var sizes = new UnevenPartitioner(spread: 1, minimum: 20).Partition(Labelled(2000, 5, seed), 10, seed);
            Assert.All(sizes, rows => Assert.True(rows.Length >= 20));
            Assert.True(sizes.Max(rows => rows.Length) > 1.8 * sizes.Min(rows => rows.Length));
        }
    }

    [Fact]
    public void Rows_by_label_give_each_agent_few_neighbouring_labels()
    {
        var data = Labelled(1000, 10, 3);
        var parts = new ByLabelPartitioner().Partition(data, 5, 3);
        Assert.All(parts, rows => Assert.InRange(ClassesOf(data, rows), 2, 4));
        Assert.True(parts[0].Max(row => data.Labels[row]) <= parts[1].Min(row => data.Labels[row]));
    }

    [Fact]
    public void Small_concentrations_skew_the_labels_and_large_ones_do_not()
    {
        var data = Labelled(5000, 10, 4);
        var narrow = new DirichletPartitioner(0.05).Partition(data, 10, 4).Average(rows => LargestShare(data, rows));
        var wide = new DirichletPartitioner(1000).Partition(data, 10, 4).Average(rows => LargestShare(data, rows));
        Assert.InRange(narrow, 0.4, 1);
        Assert.InRange(wide, 0.1, 0.15);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Skewed_agents_hold_uneven_numbers_of_two_or_three_classes(int agentCount)
    {
        var data = Labelled(6000, 10, 5);
        var ratios = new List<double>();
        for (var seed = 0; seed < 20; seed++)
        {
            var parts = new SkewedPartitioner(0.5, 10, 0.01).Partition(data, agentCount, seed);
            Assert.All(parts, rows => Assert.InRange(MainClasses(data, rows), 1, agentCount < 5 ? 4 : 3));
            ratios.Add((double)parts.Max(rows => rows.Length) / parts.Min(rows => rows.Length));
        }

        Assert.True(ratios.Average() > 1.5);
    }

    [Fact]
    public void Skewed_agents_see_few_or_no_rows_of_other_classes()
    {
        var data = Labelled(6000, 10, 6);
        foreach (var rows in new SkewedPartitioner(0.5, 10, 0).Partition(data, 8, 6))
        {
            Assert.InRange(ClassesOf(data, rows), 1, 3);
        }
    }

    [Theory]
    [InlineData(0, 0.5, 1, 0, "data.partition.alpha is 0; it must be above 0 and at most 1e6")]
    [InlineData(1, -1, 1, 0, "data.partition.spread is -1; it must be 0..10")]
    [InlineData(1, 0.5, 0, 0, "data.partition.minimum is 0; it must be 1 or more")]
    [InlineData(1, 0.5, 1, 2, "data.partition.stray is 2; it must be 0..1")]
    public void Values_out_of_range_are_refused(double alpha, double spread, int minimum, double stray, string message)
    {
        var options = new PartitionOptions { Alpha = alpha, Spread = spread, Minimum = minimum, Stray = stray };
        Assert.Equal(message, Assert.Throws<DataException>(() => Partitioner.Create(options)).Message);
    }

    private static IPartitioner Create(string kind, double alpha = 0.5) =>
        Partitioner.Create(new PartitionOptions { Kind = Enum.Parse<PartitionKind>(kind), Alpha = alpha });

    private static Dataset Labelled(int count, int classCount, long seed)
    {
        var random = new RandomStream(seed);
        var labels = Enumerable.Range(0, count).Select(_ => random.NextIndex(classCount)).ToArray();
        return Dataset.ForClasses(new float[count], 1, labels, classCount);
    }

    private static Dataset Regression(int count, long seed)
    {
        var random = new RandomStream(seed);
        var targets = Enumerable.Range(0, count).Select(_ => (float)random.NextNormal()).ToArray();
        return Dataset.ForRegression(new float[count], 1, targets, 1);
    }

    private static void RequirePartition(int[][] parts, int rowCount)
    {
        Assert.All(parts, rows => Assert.NotEmpty(rows));
        Assert.All(parts, rows => Assert.Equal(rows.Order(), rows));
        Assert.Equal(Enumerable.Range(0, rowCount), parts.SelectMany(rows => rows).Order());
    }

    private static int ClassesOf(Dataset data, int[] rows) => rows.Select(row => data.Labels[row]).Distinct().Count();

    private static int MainClasses(Dataset data, int[] rows) =>
        rows.GroupBy(row => data.Labels[row]).Count(group => group.Count() > 0.08 * rows.Length);

    private static double LargestShare(Dataset data, int[] rows) =>
        rows.GroupBy(row => data.Labels[row]).Max(group => group.Count()) / (double)rows.Length;
}
