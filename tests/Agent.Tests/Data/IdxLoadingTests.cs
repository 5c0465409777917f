using System.Buffers.Binary;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

public sealed class IdxLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 60).Select(i => (byte)(i * 4))];
    private static readonly byte[] Labels = [3, 0, 1, 2, 3, 1, 0, 0, 2, 3];
    private static readonly DataOptions WithTest = new() { Test = "i", TestLabels = "l" };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_labels_are_read_packed_or_not(bool packed)
    {
        Write("i", Idx(Pixels, 10, 2, 3), packed);
        Write("l", Idx(Labels, 10), packed);
        var pair = Load(new DataOptions { Test = "i", TestLabels = "l", TestLimit = 4 });
        Assert.Equal((10, 6, 4), (pair.Train.Count, pair.Train.InputCount, pair.Train.ClassCount));
        Assert.Equal([0f, 4 / 255f, 8 / 255f, 12 / 255f, 16 / 255f, 20 / 255f], pair.Train.InputsOf(0).ToArray());
        Assert.Equal([3, 0, 1, 2], pair.Test.Labels.ToArray());
        Assert.Equal(DataScale.None, pair.Scale);
        Assert.Equal("i: 10 training and 4 test rows, 6 inputs, 4 classes", pair.Description);
    }

    [Fact]
    public void Without_scaling_inputs_stay_bytes()
    {
        WriteGood();
        var pair = Load(new DataOptions { Scale = DataScale.None, Test = "i", TestLabels = "l" });
        Assert.Equal(236, pair.Train.Inputs[59]);
    }

    [Fact]
    public void A_limit_keeps_the_first_rows_and_does_not_ask_for_the_rest()
    {
        Write("i", Idx(Pixels, 10, 2, 3)[..(16 + 12)], packed: false);
        Write("l", Idx(Labels, 10), packed: false);
        var pair = Load(new DataOptions { Limit = 2, Test = "i", TestLabels = "l", TestLimit = 1 });
        Assert.Equal([3, 0], pair.Train.Labels.ToArray());
    }

    [Fact]
    public void Labels_are_found_beside_the_images_by_the_usual_names()
    {
        _folder.Write("t-images-idx3-ubyte", Idx(Pixels, 10, 2, 3));
        _folder.Write("t-labels-idx1-ubyte", Idx(Labels, 10));
        var pair = DataLoader.Load(new DataOptions { Train = "t-images-idx3-ubyte" }, _folder.Path, 1);
        Assert.Equal((8, 2), (pair.Train.Count, pair.Test.Count));
    }

    [Fact]
    public void A_cut_at_any_byte_is_told()
    {
        var images = Idx(Pixels, 10, 2, 3);
        _folder.Write("l", Idx(Labels, 10));
        for (var length = 0; length < images.Length; length++)
        {
            _folder.Write("i", images[..length]);
            var error = Assert.Throws<DataException>(() => Load(new DataOptions()));
            Assert.StartsWith($"{_folder.Path}/i: is ", error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void A_cut_says_what_was_expected_and_what_is_there()
    {
        _folder.Write("i", Idx(Pixels, 10, 2, 3)[..^5]);
        _folder.Write("l", Idx(Labels, 10));
        var message = Assert.Throws<DataException>(() => Load(new DataOptions())).Message;
        Assert.Equal($"{_folder.Path}/i: is cut: the header says 10 × 2 × 3 = 60 bytes, the file has 55", message);
    }

    [Fact]
    public void A_packed_file_cut_at_any_byte_is_told_or_has_all_its_pixels()
    {
        var images = TemporaryFolder.Pack(Idx(Pixels, 10, 2, 3));
        _folder.Write("l", Idx(Labels, 10));
        var told = 0;
        for (var length = 0; length < images.Length; length++)
        {
            _folder.Write("i", images[..length]);
            var error = Record.Exception(() => Assert.Equal(60, Load(WithTest).Train.Inputs.Length));
            told += error is null ? 0 : 1;
            Assert.True(error is null or DataException, $"{error}");
        }

        // Behind the last pixel stand the end mark and 8 bytes of checksum and length.
        Assert.InRange(told, images.Length - 12, images.Length);
    }

    [Fact]
    public void Huge_sizes_in_a_header_take_no_memory()
    {
        _folder.Write("l", Idx(Labels, 10));
        uint[][] promises = [[2_000_000_000, 1, 1], [60_000, 28, 28], [uint.MaxValue, uint.MaxValue, 9]];
        foreach (var sizes in promises)
        {
            _folder.Write("i", [.. Header(sizes), 1, 2, 3]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DataException>(() => Load(new DataOptions()));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }
    }

    [Theory]
    [InlineData("00000D0300000001", "has IDX elements of type 0x0D; only unsigned bytes (0x08) are read")]
    [InlineData("504B030400000001", "is not an IDX file: it starts with 504B0304, not with 000008 and 01..04")]
    [InlineData("0000080900000001", "is not an IDX file: it starts with 00000809, not with 000008 and 01..04")]
    [InlineData("0000080100000002FFFF", "has 1 dimensions where images (2 dimensions or more) were expected")]
    [InlineData("000008020000000000000004", "is empty: the header says 0 × 4")]
    [InlineData("000008020000000100000001FFFF", "goes on after the 1 bytes that its header says")]
    public void Another_file_is_told_by_its_start(string hex, string problem)
    {
        _folder.Write("i", Convert.FromHexString(hex));
        _folder.Write("l", Idx(Labels[..1], 1));
        var options = new DataOptions { Format = DataFormat.Idx };
        var message = Assert.Throws<DataException>(() => Load(options)).Message;
        Assert.Equal($"{_folder.Path}/i: {problem}", message);
    }

    [Fact]
    public void Another_number_of_labels_is_told()
    {
        _folder.Write("i", Idx(Pixels, 10, 2, 3));
        _folder.Write("l", Idx(Labels[..9], 9));
        var message = Assert.Throws<DataException>(() => Load(new DataOptions())).Message;
        Assert.Equal($"{_folder.Path}/l: has 9 labels, but {_folder.Path}/i has 10 images", message);
    }

    [Fact]
    public void Images_for_labels_are_told()
    {
        _folder.Write("i", Idx(Pixels, 10, 2, 3));
        var options = new DataOptions { Train = "i", TrainLabels = "i" };
        var message = Assert.Throws<DataException>(() => DataLoader.Load(options, _folder.Path, 1)).Message;
        Assert.Equal($"{_folder.Path}/i: has 3 dimensions where labels (1 dimension) were expected", message);
    }

    [Fact]
    public void Another_image_size_in_the_test_set_is_told()
    {
        WriteGood();
        _folder.Write("ti", Idx(Pixels, 10, 3, 1 + 1));
        _folder.Write("tj", Idx(Pixels[..50], 10, 5));
        Assert.Equal(10, Load(new DataOptions { Test = "ti", TestLabels = "l" }).Test.Count);
        var options = new DataOptions { Test = "tj", TestLabels = "l" };
        var message = Assert.Throws<DataException>(() => Load(options)).Message;
        Assert.Equal($"{_folder.Path}/tj: has 5 pixels an image, the training images have 6", message);
    }

    [Fact]
    public void Missing_labels_and_labels_beyond_the_classes_are_told()
    {
        WriteGood();
        var unnamed = new DataOptions { Train = "i", Format = DataFormat.Idx };
        Assert.EndsWith(
            "holds images only; name the file of their labels in data.trainLabels",
            Assert.Throws<DataException>(() => DataLoader.Load(unnamed, _folder.Path, 1)).Message);
        Assert.EndsWith(
            "has label 3, beyond data.classes = 3 (labels count from 0)",
            Assert.Throws<DataException>(() => Load(new DataOptions { Classes = 3 })).Message);
        Assert.Equal(7, Load(new DataOptions { Classes = 7 }).Train.ClassCount);
    }

    [Fact]
    public void One_class_is_refused_unless_the_others_are_known()
    {
        _folder.Write("i", Idx(Pixels, 10, 2, 3));
        _folder.Write("l", Idx(new byte[10], 10));
        Assert.Equal(
            "i: all rows are of one class; where other agents hold the others, give data.classes",
            Assert.Throws<DataException>(() => Load(new DataOptions())).Message);
        Assert.Equal(10, Load(new DataOptions { Classes = 10 }).Train.ClassCount);
    }

    private DatasetPair Load(DataOptions options) =>
        DataLoader.Load(options with { Train = "i", TrainLabels = "l" }, _folder.Path, seed: 1);

    private void WriteGood()
    {
        _folder.Write("i", Idx(Pixels, 10, 2, 3));
        _folder.Write("l", Idx(Labels, 10));
    }

    private void Write(string name, byte[] bytes, bool packed) =>
        _folder.Write(name, packed ? TemporaryFolder.Pack(bytes) : bytes);

    private static byte[] Idx(byte[] elements, params uint[] sizes) => [.. Header(sizes), .. elements];

    private static byte[] Header(uint[] sizes)
    {
        var header = new byte[4 + (4 * sizes.Length)];
        header[2] = 8;
        header[3] = (byte)sizes.Length;
        for (var i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        }

        return header;
    }
}
