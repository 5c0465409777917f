using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Training;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Training;

public sealed class StreamedSamplesTests : IDisposable
{
    private const int Count = 200;

    private readonly TemporaryFolder _folder = new();
    private readonly HostDevice _device = new(1);

    public void Dispose()
    {
        _device.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("0 1 2", false)]
    [InlineData("0 1", true)]
    [InlineData("0.5 1.5 2.5", false)]
    public void A_batch_has_the_bits_of_the_same_rows_on_the_device(string targets, bool singleOutput)
    {
        var (inMemory, onDisk) = (Load(targets, memory: null), Load(targets, memory: 1000));
        Assert.True(onDisk.Train.IsStreamed);
        var statistics = FeatureStatistics.Of(inMemory.Train);
        foreach (var pair in new[] { inMemory, onDisk })
        {
            Standardizer.Create(statistics, pair.Scale, standardizeTargets: true).Apply(pair.Train);
        }

        var all = SampleUpload.Upload(_device, inMemory.Train, singleOutput);
        var source = new StreamedSamples(_device, onDisk.Train, singleOutput);
        Assert.Equal((all.Count, all.Inputs.ColumnCount, all.Targets.ColumnCount),
            (source.Count, source.InputCount, source.TargetCount));
        foreach (var one in new[] { source, source.Fork() })
        {
            int[] rows = [5, 17, 0, 99, 98, 97, 5];
            var (expected, found) = (Batch(all, rows.Length), Batch(all, rows.Length));
            _device.GatherRows(all.Inputs, rows, expected.Inputs);
            _device.GatherRows(all.Targets, rows, expected.Targets);
            one.Gather(rows, found);
            Assert.Equal(Read(expected.Inputs), Read(found.Inputs));
            Assert.Equal(Read(expected.Targets), Read(found.Targets));
        }
    }

    [Fact]
    public void A_round_costs_no_memory()
    {
        var rows = Load("0 1 2", memory: 1000).Train;
        Standardizer.Create(FeatureStatistics.Of(rows), DataScale.Standardize, standardizeTargets: true).Apply(rows);
        var source = new StreamedSamples(_device, rows, singleOutput: false);
        var samples = new Samples(_device.Allocate(8 * 3).AsMatrix(8, 3), _device.Allocate(8 * 3).AsMatrix(8, 3));
        int[] chosen = [1, 5, 9, 2, 3, 4, 60, 7];
        source.Gather(chosen, samples);
        Assert.Equal(0, Allocation.Least(() => source.Gather(chosen, samples)));
    }

    [Fact]
    public void All_rows_in_every_round_are_refused_with_advice()
    {
        var rows = Load("0 1 2", memory: 1000).Train;
        var error = Assert.Throws<ConfigurationException>(
            () => StreamedSamples.RequireMinibatch(new RunOptions(), rows));
        Assert.Contains("key 'algorithm.minibatch'", error.Message);
        Assert.Contains("such as 256, or raise data.memory", error.Message);
        var run = new RunOptions { Algorithm = new AlgorithmOptions { Minibatch = 16 } };
        StreamedSamples.RequireMinibatch(run, rows);
        StreamedSamples.RequireMinibatch(new RunOptions(), Load("0 1 2", memory: null).Train);
    }

    private DatasetPair Load(string targets, long? memory)
    {
        var choice = targets.Split(' ');
        var random = new RandomStream(3);
        var rows = Enumerable.Range(0, Count).Select(
            k => $"{random.NextNormal():R},{random.NextNormal():R},{random.NextIndex(9)},{choice[k % choice.Length]}");
        _folder.Write("t.csv", string.Join('\n', rows));
        var options = new DataOptions { Train = "t.csv", Memory = memory, TestLimit = 5 };
        return DataLoader.Load(options, _folder.Path, 1, new LoadSettings { Folder = _folder.Path });
    }

    private Samples Batch(Samples like, int count) => new(Rows(like.Inputs, count), Rows(like.Targets, count));

    private DeviceMatrix Rows(DeviceMatrix like, int count) =>
        _device.Allocate(count * like.ColumnCount).AsMatrix(count, like.ColumnCount);

    private float[] Read(DeviceMatrix matrix)
    {
        var numbers = new float[matrix.RowCount * matrix.ColumnCount];
        _device.Download(matrix.AsVector(), numbers);
        return numbers;
    }
}
