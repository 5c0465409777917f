using System.Buffers.Binary;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;

namespace Murmuration.Agent.Tests.Data;

public class FeatureStatisticsTests
{
    private static readonly Dataset Rows = Dataset.ForRegression([1, 7, 2, 7, 6, 7], 2, [10, 20, 60], 1);

    [Fact]
    public void Columns_have_the_moments_of_a_hand_calculation()
    {
        var statistics = FeatureStatistics.Of(Rows);
        Assert.Equal((3, 2, 1), (statistics.Count, statistics.InputCount, statistics.TargetCount));
        Assert.Equal(3, statistics.Mean(0));
        Assert.Equal(Math.Sqrt(14.0 / 3), statistics.Deviation(0), 12);
        Assert.Equal((1f, 6f), (statistics.Minimum(0), statistics.Maximum(0)));
        Assert.Equal((7.0, 0.0), (statistics.Mean(1), statistics.Deviation(1)));
        Assert.Equal(30, statistics.Mean(2));
    }

    [Fact]
    public void Merged_parts_equal_the_whole()
    {
        var rows = Random(200, classCount: 5, seed: 1);
        var whole = FeatureStatistics.Of(rows);
        var parts = Enumerable.Range(0, 10).Select(part => rows.Select([.. Enumerable.Range(part * 20, 20)]));
        var merged = FeatureStatistics.Merge(parts.Select(FeatureStatistics.Of));
        Assert.Equal(whole.Count, merged.Count);
        for (var column = 0; column < whole.ColumnCount; column++)
        {
            Assert.Equal(whole.Mean(column), merged.Mean(column), 12);
            Assert.Equal(whole.Deviation(column), merged.Deviation(column), 12);
            Assert.Equal(whole.Minimum(column), merged.Minimum(column));
            Assert.Equal(whole.Maximum(column), merged.Maximum(column));
        }
    }

    [Fact]
    public void An_empty_part_changes_nothing()
    {
        var merged = FeatureStatistics.Of(Rows.Select([])).Merge(FeatureStatistics.Of(Rows));
        Assert.Equal(FeatureStatistics.Of(Rows).ToBytes(), merged.ToBytes());
        Assert.Equal(merged.ToBytes(), merged.Merge(FeatureStatistics.Of(Rows.Select([]))).ToBytes());
    }

    [Fact]
    public void Other_columns_or_classes_cannot_be_merged()
    {
        var five = FeatureStatistics.Of(Random(10, classCount: 5, seed: 1));
        var six = FeatureStatistics.Of(Random(10, classCount: 6, seed: 1));
        Assert.Equal(
            "agents hold different kinds of rows: 3 inputs, 0 regression targets, 5 classes here, "
            + "3 inputs, 0 regression targets, 6 classes there; "
            + "give data.inputs, data.classes or data.categories alike in everybody's run file",
            Assert.Throws<DataException>(() => five.Merge(six)).Message);
    }

    [Fact]
    public void Bytes_come_back_as_the_same_statistics()
    {
        foreach (var rows in new[] { Rows, Random(50, 4, seed: 2) })
        {
            var bytes = FeatureStatistics.Of(rows).ToBytes();
            Assert.Equal(bytes, FeatureStatistics.FromBytes(bytes).ToBytes());
        }
    }

    [Fact]
    public void Bytes_follow_the_documented_layout()
    {
        var bytes = FeatureStatistics.Of(Rows).ToBytes();
        Assert.Equal(24 + (24 * 3), bytes.Length);
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32LittleEndian(bytes));
        Assert.Equal(3, BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(4)));
        Assert.Equal(3, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(24)));
        Assert.Equal(14, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(24 + (8 * 3))));
        Assert.Equal(60, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(bytes.Length - 4)));
    }

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        var bytes = FeatureStatistics.Of(Random(50, 4, seed: 3)).ToBytes();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<DataException>(() => FeatureStatistics.FromBytes(bytes.AsSpan(0, length)));
        }

        Assert.Throws<DataException>(() => FeatureStatistics.FromBytes([.. bytes, 0]));
        (int, int)[] damages =
            [(0, 1), (8, -1), (8, int.MaxValue), (12, 0), (12, int.MaxValue), (16, -1), (20, -1)];
        foreach (var (offset, value) in damages)
        {
            var damaged = bytes.ToArray();
            BinaryPrimitives.WriteInt32LittleEndian(damaged.AsSpan(offset), value);
            Assert.Throws<DataException>(() => FeatureStatistics.FromBytes(damaged));
        }

        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(24), double.NaN);
        Assert.Throws<DataException>(() => FeatureStatistics.FromBytes(bytes));
    }

    [Fact]
    public void A_deviation_far_from_zero_keeps_its_scale()
    {
        float[] years = [.. Enumerable.Range(0, 10_000).Select(i => 1_000_000f + (i % 2))];
        var statistics = FeatureStatistics.Of(Dataset.ForRegression(years, 1, new float[10_000], 1));
        Assert.Equal(0.5, statistics.Deviation(0), 12);
        Assert.Equal(0.5, statistics.Merge(statistics).Deviation(0), 12);
    }

    [Fact]
    public void Standardizing_gives_mean_0_and_deviation_1_and_constants_0()
    {
        var rows = Rows.Select([0, 1, 2]);
        var statistics = FeatureStatistics.Of(rows);
        var standardizer = Standardizer.Create(statistics, DataScale.Standardize, standardizeTargets: true);
        standardizer.Apply(rows);
        var scaled = FeatureStatistics.Of(rows);
        Assert.Equal(0, scaled.Mean(0), 6);
        Assert.Equal(1, scaled.Deviation(0), 6);
        Assert.Equal((0f, 0f), (scaled.Minimum(1), scaled.Maximum(1)));
        Assert.Equal(1, scaled.Deviation(2), 6);
    }

    [Fact]
    public void MinMax_gives_0_to_1_and_leaves_targets_unless_asked()
    {
        var rows = Rows.Select([0, 1, 2]);
        Standardizer.Create(FeatureStatistics.Of(rows), DataScale.MinMax, standardizeTargets: false).Apply(rows);
        Assert.Equal([0f, 0, 0.2f, 0, 1, 0], rows.Inputs.ToArray());
        Assert.Equal([10f, 20, 60], rows.Targets.ToArray());
    }

    [Fact]
    public void None_changes_nothing()
    {
        var rows = Rows.Select([0, 1, 2]);
        var standardizer = Standardizer.Create(FeatureStatistics.Of(rows), DataScale.None, standardizeTargets: false);
        standardizer.Apply(rows);
        Assert.Equal(Rows.Inputs.ToArray(), rows.Inputs.ToArray());
        Assert.Equal(Rows.Targets.ToArray(), rows.Targets.ToArray());
    }

    [Fact]
    public void Another_set_of_columns_is_refused()
    {
        var standardizer = Standardizer.Create(FeatureStatistics.Of(Rows), DataScale.Standardize, true);
        Assert.Throws<ArgumentException>(() => standardizer.Apply(Random(5, 2, seed: 1)));
    }

    private static Dataset Random(int count, int classCount, long seed)
    {
        var random = new RandomStream(seed);
        float[] inputs = [.. Enumerable.Range(0, 3 * count).Select(_ => (float)random.NextNormal())];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.NextIndex(classCount))];
        return Dataset.ForClasses(inputs, 3, labels, classCount);
    }
}
