using System.Diagnostics;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Rows;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Rows that exceed the memory: in a file, with the same bits, and gone or kept as was asked.</summary>
public sealed class RowsOnDiskTests : IDisposable
{
    private const int Count = 500;

    private readonly TemporaryFolder _folder = new();

    public static bool IsUnix => !OperatingSystem.IsWindows();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, 100, 0)]
    [InlineData(3, 100, 1199)]
    [InlineData(3, 100, 1200)]
    [InlineData(7, 1000, 5000)]
    public void A_sink_keeps_what_fits_and_puts_all_the_rest_on_the_disk(int width, int count, long memory)
    {
        var room = Room(memory);
        using var sink = new RowSink(width, "test", room);
        var expected = new List<float>();
        for (var row = 0; row < count; row++)
        {
            float[] numbers = [.. Enumerable.Range(0, width).Select(k => (row * width) + k + 0.5f)];
            sink.Add(numbers);
            expected.AddRange(numbers);
            Assert.InRange(room.Meter.MemoryBytes, 0, memory);
        }

        var rows = sink.ToRows();
        Assert.Equal(width * count * sizeof(float) > memory, rows.File is not null);
        var inputs = InputStore.Of(rows, width);
        var read = new float[expected.Count];
        inputs.Copy([.. Enumerable.Range(0, count)], read);
        Assert.Equal(expected, read);
        Assert.Equal(rows.File is null ? expected.Count * sizeof(float) : 0, room.Meter.MemoryBytes);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Rows_are_read_in_any_order_and_choice()
    {
        var inputs = OnDisk(100, 4);
        var result = new float[5 * 4];
        inputs.Copy([7, 8, 9, 3, 99], result);
        Assert.Equal([7f, 8, 9, 3, 99], result.Where((_, k) => k % 4 == 0));
        var some = inputs.Select([50, 40, 30, 20, 10]).Select([4, 0, 1]);
        Assert.Equal(3, some.Count);
        some.Copy([0, 1, 2], result.AsSpan(0, 12));
        Assert.Equal([10f, 50, 40], result[..12].Where((_, k) => k % 4 == 0));
        Assert.Equal([50f, 50, 50, 50], some.Read(1, 1, result).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => inputs.Copy([100], new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => inputs.Copy([-1], new float[4]));
    }

    [Fact]
    public void Reading_rows_costs_no_memory()
    {
        var inputs = OnDisk(100, 4).Select([.. Enumerable.Range(0, 50)]);
        inputs.Scale(UnitScaling.Instance);
        var (rows, result) = (new[] { 3, 1, 4, 1, 5 }, new float[20]);
        inputs.Copy(rows, result);
        Assert.Equal(0, Allocation.Least(() => inputs.Copy(rows, result)));
    }

    [Fact]
    public void Many_threads_read_at_once()
    {
        var inputs = OnDisk(1000, 16);
        Parallel.For(0, 8, seed =>
        {
            var (random, result) = (new RandomStream(seed), new float[16]);
            for (var k = 0; k < 500; k++)
            {
                var row = random.NextIndex(1000);
                inputs.Copy([row], result);
                Assert.All(result, number => Assert.Equal(row, number));
            }
        });
    }

    [Fact(SkipUnless = nameof(IsUnix), Skip = "files of others can be shortened on Unix only")]
    public void A_file_that_was_shortened_is_an_error_that_names_it()
    {
        float[] numbers = [.. Enumerable.Range(0, 4000).Select(k => k + 0.5f)];
        var path = _folder.Write("x.npy", NumpyFiles.Npy(numbers, "(1000, 4)"));
        _folder.Write("y.npy", NumpyFiles.Npy(numbers[..1000], "(1000,)"));
        var options = new DataOptions { Train = "x.npy", TrainLabels = "y.npy", Memory = 5000 };
        var train = Load(options).Train;
        Assert.Null(Record.Exception(() => FeatureStatistics.Of(train)));
        // Not by this program, whose own files it locks against itself.
        Process.Start("truncate", ["-s", "1000", path]).WaitForExit();
        var error = Assert.Throws<DataException>(() => FeatureStatistics.Of(train));
        Assert.StartsWith($"{path}: was shortened while its rows were in use", error.Message);
    }

    /// <summary>Every format, in memory and on the disk, with a test file and without one.</summary>
    [Theory]
    [InlineData("t.csv", "Standardize")]
    [InlineData("t.csv", "MinMax")]
    [InlineData("x.npy", "Standardize")]
    [InlineData("f.npy", "Center")]
    [InlineData("i.npy", "Unit")]
    [InlineData("idx", "Unit")]
    [InlineData("d.svm", "Standardize")]
    public void Bits_are_the_same_in_memory_and_on_the_disk(string train, string scaleName)
    {
        var scale = Enum.Parse<DataScale>(scaleName);
        WriteFiles();
        foreach (var test in new[] { train, null })
        {
            var labels = train is "t.csv" or "d.svm" ? null : train == "idx" ? "idx-labels" : "y.npy";
            var options = new DataOptions
            {
                Train = train,
                TrainLabels = labels,
                Test = test,
                TestLabels = test is null ? null : labels,
                TestLimit = 20,
                Scale = scale,
            };
            var inMemory = Load(options);
            var onDisk = Load(options with { Memory = 1500 });
            Assert.Equal((false, true), (inMemory.Train.IsStreamed, onDisk.Train.IsStreamed));
            Assert.False(onDisk.Test.IsStreamed);
            Assert.Equal(inMemory.Test.Inputs.ToArray(), onDisk.Test.Inputs.ToArray());
            AssertSame(inMemory.Train, onDisk.Train, inMemory.Scale);
            int[] part = [3, 1, 4, 159, 26, 5];
            AssertSame(inMemory.Train.Select(part), onDisk.Train.Select(part), inMemory.Scale);
        }

        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.tmp"));
    }

    [Fact]
    public void A_NumPy_file_of_float32_rows_is_used_as_it_is()
    {
        WriteFiles();
        var meter = new Recorder();
        var options = new DataOptions { Train = "x.npy", TrainLabels = "y.npy", Memory = 1500, TestLimit = 20 };
        var pair = Load(options, meter);
        Assert.True(pair.Train.IsStreamed);
        Assert.All(meter.Reports, report => Assert.Equal(0, report.DiskBytes));
        Assert.Equal(Count - 100, pair.Train.Count);
    }

    [Fact]
    public void Inputs_on_the_disk_are_never_taken_for_inputs_in_memory()
    {
        WriteFiles();
        var pair = Load(new DataOptions { Train = "t.csv", Memory = 1500, TestLimit = 20 });
        Assert.Contains("rows on the disk", pair.Description);
        var error = Assert.Throws<DataException>(() => _ = pair.Train.Inputs.Length);
        Assert.Contains("raise data.memory", error.Message);
        Assert.False(pair.Train.Load([0, 1]).IsStreamed);
    }

    [Fact]
    public void Test_rows_that_exceed_the_memory_are_refused_with_advice()
    {
        WriteFiles();
        foreach (var test in new[] { "t.csv", null })
        {
            var options = new DataOptions { Train = "t.csv", Test = test, Memory = 1500 };
            Assert.Contains("(data.testLimit)", Assert.Throws<DataException>(() => Load(options)).Message);
        }
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_named()
    {
        WriteFiles();
        var options = new DataOptions { Train = "t.csv", Memory = 0, Cache = "t.csv/below" };
        var error = Assert.Throws<DataException>(() => Load(options));
        Assert.Contains("t.csv/below: rows that exceed data.memory cannot be kept here", error.Message);
    }

    [Fact]
    public void A_load_that_fails_leaves_no_file()
    {
        var lines = Enumerable.Range(0, 2000).Select(k => k == 1999 ? "1,x" : $"{k},{k}.5");
        _folder.Write("t.csv", string.Join('\n', lines));
        foreach (var cache in new[] { null, "cache" })
        {
            Directory.CreateDirectory(_folder.File("cache"));
            var options = new DataOptions { Train = "t.csv", Memory = 100, Cache = cache };
            Assert.Contains("line 2000", Assert.Throws<DataException>(() => Load(options)).Message);
            Assert.Equal([_folder.File("t.csv")], Directory.EnumerateFiles(_folder.Path));
            Assert.Empty(Directory.EnumerateFiles(_folder.File("cache")));
        }
    }

    private void WriteFiles()
    {
        var random = new RandomStream(5);
        var rows = Enumerable.Range(0, Count)
            .Select(_ => Enumerable.Range(0, 6).Select(_ => (float)random.NextIndex(255)).ToArray()).ToArray();
        int[] labels = [.. Enumerable.Range(0, Count).Select(k => k % 3)];
        float[] all = [.. rows.SelectMany(row => row)];
        _folder.Write("t.csv", string.Join('\n', rows.Zip(labels, (row, label) => $"{string.Join(',', row)},{label}")));
        _folder.Write("d.svm", string.Join('\n', rows.Zip(
            labels, (row, label) => $"{label} {string.Join(' ', row.Select((number, k) => $"{k + 1}:{number}"))}")));
        _folder.Write("x.npy", NumpyFiles.Npy(all, $"({Count}, 6)"));
        float[] byColumn = [.. Enumerable.Range(0, 6).SelectMany(k => rows.Select(row => row[k]))];
        _folder.Write("f.npy", NumpyFiles.Npy(byColumn, $"({Count}, 6)", order: "True"));
        byte[] pixels = [.. all.Select(number => (byte)number)];
        _folder.Write("i.npy", NumpyFiles.Npy(pixels, $"({Count}, 2, 3)", "|u1"));
        _folder.Write("y.npy", NumpyFiles.Npy(labels, $"({Count},)", "<i4"));
        byte[] size = [0, 0, Count >> 8, Count & 255];
        _folder.Write("idx", [0, 0, 8, 3, .. size, 0, 0, 0, 2, 0, 0, 0, 3, .. pixels]);
        _folder.Write("idx-labels", [0, 0, 8, 1, .. size, .. labels.Select(label => (byte)label)]);
    }

    private static void AssertSame(Dataset one, Dataset other, DataScale scale)
    {
        Assert.Equal((one.Count, one.ClassCount, one.InputCount), (other.Count, other.ClassCount, other.InputCount));
        Assert.Equal(one.Labels.ToArray(), other.Labels.ToArray());
        var (ones, others) = (FeatureStatistics.Of(one), FeatureStatistics.Of(other));
        Assert.Equal(ones.ToBytes(), others.ToBytes());
        (one, other) = (one.Copy(), other.Copy());
        foreach (var set in new[] { one, other })
        {
            Standardizer.Create(ones, scale, standardizeTargets: true).Apply(set);
        }

        var (left, right) = (new float[one.Count * one.InputCount], new float[one.Count * one.InputCount]);
        one.CopyInputs(one.AllRows(), left);
        other.CopyInputs(other.AllRows(), right);
        Assert.Equal(left, right);
    }

    private InputStore OnDisk(int count, int width)
    {
        using var sink = new RowSink(width, "test", Room(memory: 0));
        for (var row = 0; row < count; row++)
        {
            sink.Add([.. Enumerable.Repeat((float)row, width)]);
        }

        return InputStore.Of(sink.ToRows(), width);
    }

    private RowRoom Room(long memory) =>
        new(new DataOptions { Memory = memory }, _folder.Path, new LoadMeter(progress: null));

    private DatasetPair Load(DataOptions options, IProgress<LoadProgress>? progress = null) => DataLoader.Load(
        options, _folder.Path, 1, new LoadSettings { Folder = _folder.Path, Progress = progress });

    private sealed class Recorder : IProgress<LoadProgress>
    {
        public List<LoadProgress> Reports { get; } = [];

        public void Report(LoadProgress value) => Reports.Add(value);
    }
}
