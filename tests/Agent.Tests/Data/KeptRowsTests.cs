using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Rows on the disk that a second start finds again (<c>data.cache</c>).</summary>
public sealed class KeptRowsTests : IDisposable
{
    private const int Count = 400;

    private static readonly DataOptions Options = new()
    {
        Train = "t.csv", Test = "u.csv", TestLimit = 10, Memory = 2000, Cache = "cache",
    };

    private readonly TemporaryFolder _folder = new();

    public KeptRowsTests()
    {
        WriteTable("t.csv", seed: 1);
        WriteTable("u.csv", seed: 2);
    }

    private string[] Files => [.. Directory.EnumerateFiles(_folder.File("cache")).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_start_reads_the_kept_rows_and_not_the_source()
    {
        var (first, readFirst) = Load(Options);
        Assert.Equal(2, Files.Length);
        var (second, readSecond) = Load(Options);
        Assert.Contains("t.csv", readFirst);
        Assert.Empty(readSecond);
        AssertSame(first, second);
        Assert.Equal(first.Description, second.Description);
        Assert.Equal((first.Dialect, first.Scale), (second.Dialect, second.Scale));
        AssertSame(first, Load(Options with { Memory = null, Cache = null }).Pair);
    }

    [Fact]
    public void Without_a_test_file_the_same_rows_are_set_aside()
    {
        var options = Options with { Test = null };
        var first = Load(options).Pair;
        Assert.Single(Files);
        AssertSame(first, Load(options).Pair);
        AssertSame(first, Load(options with { Memory = null, Cache = null }).Pair);
    }

    [Fact]
    public void Images_and_regression_come_back_as_they_were()
    {
        double[] numbers = [.. Enumerable.Range(0, 600).Select(k => k / 8.0)];
        _folder.Write("x.npy", NumpyFiles.Npy(numbers, "(100, 2, 3)", "<f8"));
        _folder.Write("y.npy", NumpyFiles.Npy(numbers[..200], "(100, 2)", "<f8"));
        var options = Options with { Train = "x.npy", TrainLabels = "y.npy", Test = null };
        var first = Load(options).Pair;
        var (second, read) = Load(options);
        Assert.Empty(read);
        AssertSame(first, second);
        Assert.Equal(("1x2x3", 2), ($"{second.Train.Image}", second.Train.TargetCount));
    }

    [Fact]
    public void Another_source_or_other_options_are_read_anew()
    {
        Load(Options);
        WriteTable("t.csv", seed: 3);
        File.SetLastWriteTimeUtc(_folder.File("t.csv"), new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var (changed, read) = Load(Options);
        Assert.Contains("t.csv", read);
        AssertSame(changed, Load(Options with { Memory = null, Cache = null }).Pair);
        Assert.Equal(2, Files.Length);
        Assert.Contains("t.csv", Load(Options with { Ignore = ["0"] }).Read);
        Assert.Empty(Load(Options with { Scale = DataScale.MinMax, Partition = new PartitionOptions() }).Read);
        File.Delete(_folder.File("u.csv"));
        Assert.Throws<DataException>(() => Load(Options));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(25)]
    [InlineData(33)]
    public void A_damaged_file_is_read_anew(int place)
    {
        var first = Load(Options).Pair;
        foreach (var path in Files)
        {
            var bytes = File.ReadAllBytes(path);
            if (place >= 0)
            {
                bytes[place] ^= 0x11;
            }

            File.WriteAllBytes(path, place < 0 ? bytes[..^1] : bytes);
            var (again, read) = Load(Options);
            Assert.Contains("t.csv", read);
            AssertSame(first, again);
        }
    }

    [Fact]
    public void Rows_that_fit_into_memory_are_not_kept()
    {
        Load(Options with { Memory = 1_000_000 });
        Assert.False(Directory.Exists(_folder.File("cache")));
    }

    [Fact]
    public void What_a_killed_program_left_is_removed_and_what_another_writes_is_not()
    {
        Directory.CreateDirectory(_folder.File("cache"));
        var abandoned = _folder.Write("cache/rows-abandoned.tmp", new byte[100]);
        File.SetLastWriteTimeUtc(abandoned, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5));
        var fresh = _folder.Write("cache/rows-fresh.tmp", new byte[100]);
        var other = _folder.Write("cache/notes.tmp", new byte[100]);
        using var busy = new FileStream(
            _folder.File("cache/rows-busy.tmp"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Load(Options);
        Assert.False(File.Exists(abandoned));
        Assert.True(File.Exists(busy.Name) && File.Exists(fresh) && File.Exists(other));
    }

    [Fact]
    public void Several_agents_of_a_machine_may_keep_the_same_rows_at_once()
    {
        var first = Load(Options with { Memory = null, Cache = null }).Pair;
        var pairs = new DatasetPair[6];
        Parallel.For(0, pairs.Length, k => pairs[k] = Load(Options).Pair);
        Assert.All(pairs, pair => AssertSame(first, pair));
        Assert.Equal(2, Files.Length);
    }

    private (DatasetPair Pair, IReadOnlyList<string> Read) Load(DataOptions options)
    {
        var sources = new Sources();
        var pair = DataLoader.Load(options, _folder.Path, seed: 1, new LoadSettings { Progress = sources });
        return (pair, sources.Names);
    }

    private static void AssertSame(DatasetPair one, DatasetPair other)
    {
        foreach (var (left, right) in new[] { (one.Train, other.Train), (one.Test, other.Test) })
        {
            Assert.Equal(left.ClassNames, right.ClassNames);
            Assert.Equal(left.InputNames, right.InputNames);
            Assert.Equal(left.TargetNames, right.TargetNames);
            Assert.Equal(left.Labels.ToArray(), right.Labels.ToArray());
            Assert.Equal(left.Targets.ToArray(), right.Targets.ToArray());
            Assert.Equal(left.Load(left.AllRows()).Inputs.ToArray(), right.Load(right.AllRows()).Inputs.ToArray());
        }
    }

    private void WriteTable(string name, long seed)
    {
        var random = new RandomStream(seed);
        var rows = Enumerable.Range(0, Count)
            .Select(k => $"{random.NextIndex(99)},{random.NextIndex(9)},{"xyz"[k % 3]}");
        _folder.Write(name, $"a,b,kind\n{string.Join('\n', rows)}\n");
    }

    private sealed class Sources : IProgress<LoadProgress>
    {
        private readonly HashSet<string> _names = [];

        public IReadOnlyList<string> Names => [.. _names];

        public void Report(LoadProgress value) => _names.Add(Path.GetFileName(value.Source));
    }
}
