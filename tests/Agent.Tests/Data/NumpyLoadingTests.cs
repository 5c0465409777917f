using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

public sealed class NumpyLoadingTests : IDisposable
{
    private static readonly float[] Numbers = [.. Enumerable.Range(0, 24).Select(k => k + 0.5f)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Inputs_and_targets_are_two_arrays(byte version)
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, "(6, 4)", version: version));
        _folder.Write("y.npy", NumpyFiles.Npy<long>([0, 1, 2, 2, 1, 0], "(6,)", "<i8", version: version));
        var all = LoadAll();
        Assert.Equal(Numbers, all.Inputs.ToArray());
        Assert.Equal([0, 1, 2, 2, 1, 0], all.Labels.ToArray());
        Assert.Null(all.Image);
    }

    [Fact]
    public void A_class_with_a_column_and_no_row_is_a_class()
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, "(6, 4)"));
        _folder.Write(
            "y.npy",
            NumpyFiles.Npy<byte>([1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1], "(6, 3)", "|u1"));
        var all = LoadAll();
        Assert.Equal(3, all.ClassCount);
        Assert.Equal([0, 2, 0, 2, 0, 2], all.Labels.ToArray());
    }

    [Fact]
    public void A_missing_class_is_refused()
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, "(6, 4)"));
        _folder.Write("y.npy", NumpyFiles.Npy([0, 1, float.NaN, 1, 0, 1], "(6,)"));
        var error = Assert.Throws<DataException>(
            () => LoadAll(new DataOptions { Task = DataTask.Classification }));
        Assert.Contains("row 2: a target is missing (NaN)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_of_several_columns_are_numbers_or_one_class_in_each_row()
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, "(6, 4)"));
        _folder.Write("y.npy", NumpyFiles.Npy(Numbers[..12], "(6, 2)"));
        Assert.Equal((2, Numbers[3]), (LoadAll().TargetCount, LoadAll().TargetsOf(1)[1]));
        _folder.Write("y.npy", NumpyFiles.Npy<byte>([1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0], "(6, 2)", "|u1"));
        Assert.Equal([0, 1, 0, 1, 0, 0], LoadAll().Labels.ToArray());
        Assert.Equal(2, LoadAll(new DataOptions { Task = DataTask.Regression }).TargetCount);
        _folder.Write("y.npy", NumpyFiles.Npy<byte>([1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0], "(6, 2)", "|u1"));
        Assert.Equal(2, LoadAll().TargetCount);
    }

    [Fact]
    public void Without_a_second_array_the_target_is_a_column()
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, "(6, 4)"));
        var options = new DataOptions { Train = "x.npy", Test = "x.npy" };
        Assert.Equal(Numbers[3], Load(options).Train.Targets[0]);
        var chosen = Load(options with { Target = "1", Ignore = ["0"] }).Train;
        Assert.Equal((Numbers[1], Numbers[2], 2), (chosen.Targets[0], chosen.Inputs[0], chosen.InputCount));
    }

    [Theory]
    [InlineData("(2, 3, 4)", "1x3x4", true)]
    [InlineData("(2, 3, 2, 2)", "3x2x2", true)]
    [InlineData("(2, 2, 2, 3)", "3x2x2", false)]
    [InlineData("(2, 2, 6, 1)", "1x2x6", true)]
    public void Arrays_of_more_dimensions_are_images(string shape, string image, bool asTheyStand)
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, shape));
        _folder.Write("y.npy", NumpyFiles.Npy<long>([0, 1], "(2,)", "<i8"));
        var pair = LoadPair();
        Assert.Equal(image, $"{pair.Train.Image}");
        Assert.Equal(DataScale.Channels, pair.Scale);
        float[] expected = asTheyStand ? Numbers[12..] : [12.5f, 15.5f, 18.5f, 21.5f, 13.5f, 16.5f];
        Assert.Equal(expected, pair.Train.InputsOf(1)[..expected.Length].ToArray());
    }

    [Fact]
    public void Images_of_bytes_become_numbers_up_to_1()
    {
        _folder.Write("x.npy", NumpyFiles.Npy<byte>([0, 255, 51, 102], "(2, 1, 2)", "|u1"));
        _folder.Write("y.npy", NumpyFiles.Npy<long>([0, 1], "(2,)", "<i8"));
        Assert.Equal([0f, 1, 0.2f, 0.4f], LoadAll().Inputs.ToArray());
    }

    [Fact]
    public void Arrays_of_one_file_are_found_by_their_names()
    {
        var (x, y) = (NumpyFiles.Npy(Numbers, "(6, 4)"), NumpyFiles.Npy<int>([0, 1, 0, 1, 1, 1], "(6,)", "<i4"));
        _folder.Write("a.npz", NumpyFiles.Npz(("X", x), ("y", y)));
        Assert.Equal(Numbers, LoadAllOf("a.npz", "a.npz").Inputs.ToArray());
        _folder.Write("b.npz", NumpyFiles.Npz(
            ("x_train", x), ("y_train", y), ("x_test", NumpyFiles.Npy(Numbers[..4], "(1, 4)")),
            ("y_test", NumpyFiles.Npy<int>([1], "(1,)", "<i4"))));
        var pair = Load(new DataOptions { Train = "b.npz" });
        Assert.Equal((6, 1), (pair.Train.Count, pair.Test.Count));
        Assert.Equal([1], pair.Test.Labels.ToArray());
        Assert.Equal((3, 1), Counts(Load(new DataOptions { Train = "b.npz", Limit = 3 })));
        _folder.Write("c.npz", NumpyFiles.Npz(("pictures", x), ("kinds", y)));
        Assert.Contains(
            "c.npz: holds the arrays pictures, kinds; say which are meant, such as data.train = c.npz:NAME",
            Fault(new DataOptions { Train = "c.npz" }));
        var named = new DataOptions { Train = "c.npz:pictures", TrainLabels = "c.npz:kinds" };
        Assert.Equal(5, Load(named).Train.Count);
        Assert.Contains("c.npz:picture: there is no such array", Fault(named with { Train = "c.npz:picture" }));
        Assert.Contains("holds several arrays; name the one", Fault(named with { TrainLabels = "c.npz" }));
    }

    [Fact]
    public void Rows_with_a_number_that_is_none_are_refused_or_dropped()
    {
        var holes = Numbers.ToArray();
        holes[5] = float.NaN;
        var path = _folder.Write("x.npy", NumpyFiles.Npy(holes, "(6, 4)"));
        _folder.Write("y.npy", NumpyFiles.Npy<float>([0, 1, 0, float.NaN, 1, 1], "(6,)"));
        Assert.Equal(
            $"{path}: row 1, number 1 of its row (both counted from 0): NaN is not a finite float32; "
            + "data.missing = drop leaves such rows out",
            Assert.Throws<DataException>(() => LoadAll()).Message);
        var pair = LoadPair(new DataOptions { Missing = MissingValues.Drop });
        Assert.Equal([0, 0, 1, 1], pair.Train.Labels.ToArray());
        Assert.Equal(4, pair.Dropped);
        Assert.Equal([.. Numbers[..4], .. Numbers[8..12], .. Numbers[16..]], pair.Train.Inputs.ToArray());
        _folder.Write("x.npy", NumpyFiles.Npy<double>([1, 1e300], "(2, 1)", "<f8"));
        _folder.Write("y.npy", NumpyFiles.Npy<float>([0.5f, 1.5f], "(2,)"));
        var drop = new DataOptions { Missing = MissingValues.Drop };
        Assert.Contains("row 1, number 0", Assert.Throws<DataException>(() => LoadAll(drop)).Message);
    }

    [Theory]
    [InlineData("(6, 4)", "<U5", "holds elements of type '<U5'; numbers are read")]
    [InlineData("(6, 4)", "|O", "holds elements of type '|O'")]
    [InlineData("(6, 4)", "<c8", "holds elements of type '<c8'")]
    [InlineData("()", "<f4", "has 0 dimensions; 1 to 4 are read")]
    [InlineData("(1, 1, 1, 1, 24)", "<f4", "has 5 dimensions")]
    [InlineData("(0, 4)", "<f4", "is empty: its shape is (0, 4) float32")]
    [InlineData("(-6, 4)", "<f4", "has an NPY header with the shape (-6, 4)")]
    [InlineData("(6, 4", "<f4", "has an NPY header that cannot be understood")]
    [InlineData("(2, 99999999999)", "<f4", "has the shape (2, 99999999999) float32; a row may have 16,777,216 numbers")]
    [InlineData("(9, 9999999999, 9999999999, 9999999999)", "<f8", "has the shape (9, 9999999999, ")]
    [InlineData("(9999999999999999999999, 4)", "<f4", "has an NPY header with the shape")]
    [InlineData("(7, 4)", "<f4", "is cut: (7, 4) float32 takes 112 bytes, the file has 96 of them")]
    [InlineData("(5, 4)", "<f4", "goes on after the 80 bytes of (5, 4) float32")]
    [InlineData("(999999999999, 4)", "<f4", "is cut: (999999999999, 4) float32 takes 15999999999984 bytes")]
    [InlineData("(999999999999, 4)", "<f4", "is cut: (999999999999, 4) float32 takes 15999999999984 bytes", "True")]
    [InlineData("(7, 4)", "<f4", "is cut: (7, 4) float32 takes 112 bytes, the file has 96 of them", "True")]
    [InlineData("(5, 4)", "<f4", "goes on after the 80 bytes of (5, 4) float32", "True")]
    public void A_header_that_does_not_fit_is_told_and_takes_no_memory(
        string shape, string type, string problem, string order = "False")
    {
        var path = _folder.Write("x.npy", NumpyFiles.Npy(Numbers, shape, type, order));
        var options = new DataOptions { Train = "x.npy", Test = "x.npy" };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Fault(options);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.StartsWith($"{path}: {problem}", fault);
        Assert.DoesNotContain('\n', fault);
    }

    [Fact]
    public void A_cut_or_a_changed_byte_is_told_or_read()
    {
        var bytes = NumpyFiles.Npy(Numbers, "(6, 4)");
        var told = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            _folder.Write("x.npy", bytes[..length]);
            Assert.IsType<DataException>(Record.Exception(() => Load(new DataOptions { Train = "x.npy" })));
        }

        for (var place = 0; place < 128; place++)
        {
            byte[] changed = [.. bytes];
            changed[place] ^= 1;
            _folder.Write("x.npy", changed);
            var options = new DataOptions { Train = "x.npy", Format = DataFormat.Numpy };
            var error = Record.Exception(() => Load(options));
            told += error is null ? 0 : 1;
            Assert.True(error is null or DataException, $"{place}: {error}");
        }

        Assert.InRange(told, 40, 128);
    }

    [Fact]
    public void A_damaged_archive_is_told()
    {
        var bytes = NumpyFiles.Npz(
            ("x", NumpyFiles.Npy(Numbers, "(6, 4)")), ("y", NumpyFiles.Npy(Numbers[..6], "(6,)")));
        for (var length = 40; length < bytes.Length; length += 7)
        {
            _folder.Write("a.npz", bytes[..length]);
            Assert.StartsWith(_folder.Path, Fault(new DataOptions { Train = "a.npz" }));
        }

        for (var place = 0; place < bytes.Length; place += 3)
        {
            byte[] changed = [.. bytes];
            changed[place] ^= 0x55;
            _folder.Write("a.npz", changed);
            var error = Record.Exception(() => Load(new DataOptions { Train = "a.npz", Format = DataFormat.Numpy }));
            Assert.True(error is null or DataException, $"{place}: {error}");
        }
    }

    [Fact]
    public void What_does_not_belong_together_is_told()
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, "(6, 4)"));
        _folder.Write("y.npy", NumpyFiles.Npy(Numbers[..5], "(5,)"));
        Assert.Contains("y.npy: has 5 rows, but ", Assert.Throws<DataException>(() => LoadAll()).Message);
        _folder.Write("u.npy", NumpyFiles.Npy(Numbers, "(8, 3)"));
        Assert.Contains(
            "u.npy: has rows of another shape than ", Fault(new DataOptions { Train = "x.npy", Test = "u.npy" }));
        _folder.Write("i.npy", NumpyFiles.Npy(Numbers, "(2, 3, 4)"));
        Assert.Contains(
            "(2, 3, 4) float32 holds inputs only; name the array of their targets in data.trainLabels",
            Fault(new DataOptions { Train = "i.npy" }));
        Assert.Contains(
            "data.ignore speaks of the columns of a table",
            Fault(new DataOptions { Train = "x.npy", TrainLabels = "y.npy", Ignore = ["1"] }));
    }

    [Fact]
    public void Inputs_to_predict_for_need_no_targets()
    {
        _folder.Write("x.npy", NumpyFiles.Npy(Numbers, "(6, 4)"));
        _folder.Write("i.npy", NumpyFiles.Npy(Numbers, "(2, 3, 4)"));
        Assert.Equal(Numbers, Inputs("x.npy", 4).Inputs);
        Assert.Equal((6, 3), (Inputs("x.npy", 3).Count, Inputs("x.npy", 3).InputCount));
        Assert.Contains("the model takes 5 inputs", Assert.Throws<DataException>(() => Inputs("x.npy", 5)).Message);
        Assert.Equal(new ImageShape(1, 3, 4), Inputs("i.npy", 12).Image);
        _folder.Write("a.npz", NumpyFiles.Npz(("x_train", NumpyFiles.Npy(Numbers, "(6, 4)"))));
        Assert.Equal(Numbers, Inputs("a.npz", 4).Inputs);
    }

    private InputRows Inputs(string file, int count) =>
        DataLoader.LoadInputs(new DataOptions { Train = file }, _folder.Path, count);

    private static (int Train, int Test) Counts(DatasetPair pair) => (pair.Train.Count, pair.Test.Count);

    private string Fault(DataOptions options) => Assert.Throws<DataException>(() => Load(options)).Message;

    private Dataset LoadAll(DataOptions? options = null) => LoadPair(options).Train;

    private DatasetPair LoadPair(DataOptions? options = null) => Load((options ?? new DataOptions()) with
    {
        Train = "x.npy", TrainLabels = "y.npy", Test = "x.npy", TestLabels = "y.npy",
    });

    private Dataset LoadAllOf(string train, string test) => Load(new DataOptions { Train = train, Test = test }).Train;

    private DatasetPair Load(DataOptions options) => DataLoader.Load(options, _folder.Path, seed: 1);
}
