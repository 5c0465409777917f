using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

public sealed class CifarLoadingTests : IDisposable
{
    private const int RecordLength = 3073;

    private static readonly DataOptions Options = new() { Train = "data_batch_1.bin", Test = "test_batch.bin" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_keep_their_planes_labels_and_names()
    {
        WriteGood();
        var pair = Load(Options with { Scale = DataScale.None });
        Assert.Equal((3, 3072, 10), (pair.Train.Count, pair.Train.InputCount, pair.Train.ClassCount));
        Assert.Equal(new ImageShape(3, 32, 32), pair.Train.Image);
        Assert.Equal([1, 5, 9], pair.Train.Labels.ToArray());
        Assert.Equal([100f, 101f], pair.Test.InputsOf(1)[..2].ToArray());
        Assert.Equal("truck", pair.Train.ClassNames[9]);
        Assert.Equal(DataScale.Channels, Load(Options).Scale);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("data_batch_1.bin, data_batch_2.bin")]
    public void Several_files_follow_each_other(string train)
    {
        WriteGood();
        _folder.Write("data_batch_2.bin", Records((7, 50)));
        var pair = Load(new DataOptions { Train = train, Test = "test_batch.bin" });
        Assert.Equal([1, 5, 9, 7], pair.Train.Labels.ToArray());
        Assert.Equal([1, 5], Load(new DataOptions { Train = train, Test = ".", Limit = 2 }).Train.Labels.ToArray());
    }

    [Fact]
    public void A_wrong_length_or_label_is_told_with_the_image()
    {
        WriteGood();
        _folder.Write("data_batch_1.bin", Records((1, 0), (2, 0))[..^1]);
        Assert.Contains("is 3072 bytes long after 1 images; a CIFAR-10 image takes 3073", Fault(Options));
        _folder.Write("data_batch_1.bin", Records((1, 0), (10, 0)));
        Assert.Contains("image 2 has label 10", Fault(Options));
        _folder.Write("data_batch_1.bin", []);
        Assert.Contains("is empty", Fault(Options));
        Assert.Contains("leave it out", Fault(Options with { Classes = 7 }));
    }

    [Fact]
    public void A_folder_without_batches_is_told()
    {
        _folder.Write("other.bin", []);
        Assert.Contains("holds no file data_batch*.bin", Fault(new DataOptions { Train = "." }));
    }

    [Fact]
    public void A_folder_gives_files_packed_or_not_and_no_others()
    {
        WriteGood();
        _folder.Write("data_batch_2.bin.gz", TemporaryFolder.Pack(Records((7, 50))));
        foreach (var name in new[] { "data_batch_1.bin.bak", "data_batch_3.bin.gz.part", "data_batch_4.binary" })
        {
            _folder.Write(name, Records((4, 0)));
        }

        var options = new DataOptions { Train = ".", Test = "." };
        Assert.Equal([1, 5, 9, 7], Load(options).Train.Labels.ToArray());
        _folder.Write("data_batch_1.bin.gz", TemporaryFolder.Pack(Records((1, 10))));
        Assert.Contains("holds both data_batch_1.bin and data_batch_1.bin.gz; remove one", Fault(options));
    }

    [Fact]
    public void Channels_are_scaled_to_mean_0_and_deviation_1()
    {
        WriteGood();
        var rows = Load(Options).Train;
        var statistics = FeatureStatistics.Of(rows);
        Standardizer.Create(statistics, DataScale.Channels, standardizeTargets: false, channels: 3).Apply(rows);
        for (var channel = 0; channel < 3; channel++)
        {
            var values = Enumerable.Range(0, 3)
                .SelectMany(row => rows.InputsOf(row).Slice(channel * 1024, 1024).ToArray())
                .Select(value => (double)value).ToArray();
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(1, values.Average(value => value * value), 1e-5);
        }
    }

    private void WriteGood()
    {
        _folder.Write("data_batch_1.bin", Records((1, 10), (5, 20), (9, 30)));
        _folder.Write("test_batch.bin", Records((0, 0), (3, 100)));
    }

    /// <summary>Pixel k of an image is k plus a start, as a byte.</summary>
    private static byte[] Records(params (byte Label, int Start)[] images) =>
    [
        .. images.SelectMany(image =>
            Enumerable.Range(image.Start, RecordLength - 1).Select(pixel => (byte)pixel).Prepend(image.Label)),
    ];

    private DatasetPair Load(DataOptions options) => DataLoader.Load(options, _folder.Path, 1);

    private string Fault(DataOptions options) => Assert.Throws<DataException>(() => Load(options)).Message;
}
