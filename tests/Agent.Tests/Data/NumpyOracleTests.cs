using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Files that NumPy itself has written, against the numbers that it prints.</summary>
public sealed class NumpyOracleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("float16")]
    [InlineData("float32")]
    [InlineData("float64")]
    [InlineData(">f4")]
    [InlineData(">f8")]
    [InlineData("bool")]
    [InlineData("int8")]
    [InlineData("int16")]
    [InlineData(">i2")]
    [InlineData("int32")]
    [InlineData("int64")]
    [InlineData(">i8")]
    [InlineData("uint8")]
    [InlineData("uint16")]
    [InlineData("uint32")]
    [InlineData(">u4")]
    [InlineData("uint64")]
    public void Every_type_in_either_order_is_read_as_numpy_reads_it(string type)
    {
        var expected = Numpy.Run(
            _folder.Path,
            $"""
            rng = np.random.default_rng(7)
            x = (rng.standard_normal((37, 5)) * 100).astype('{type}')
            y = rng.standard_normal(37)
            np.save('c.npy', x); np.save('f.npy', np.asfortranarray(x)); np.save('y.npy', y)
            np.savez('s.npz', x=x, y=y); np.savez_compressed('z.npz', x=np.asfortranarray(x), y=y)
            import gzip; gzip.open('g.npy.gz', 'w').write(open('c.npy', 'rb').read())
            print(*(repr(float(v)) for v in x.astype('float32').ravel()), *(repr(float(v)) for v in y))
            """);
        foreach (var train in new[] { "c.npy", "f.npy", "s.npz", "z.npz", "g.npy.gz" })
        {
            var labels = train.Contains("npz", StringComparison.Ordinal) ? null : "y.npy";
            var rows = DataLoader.LoadRows(new DataOptions { Train = train, TrainLabels = labels }, _folder.Path);
            Assert.Equal((37, 5), (rows.Count, rows.InputCount));
            Assert.Equal(expected[..185].Select(number => (float)number), rows.Inputs.ToArray());
            Assert.Equal(expected[185..].Select(number => (float)number), rows.Targets.ToArray());
        }
    }

    [Fact]
    public void Images_in_Fortrans_order_and_with_channels_last_are_read_as_numpy_turns_them()
    {
        var expected = Numpy.Run(
            _folder.Path,
            """
            x = np.arange(4 * 6 * 5 * 3, dtype='float32').reshape(4, 6, 5, 3)
            np.save('last.npy', x); np.save('last-f.npy', np.asfortranarray(x))
            np.save('first.npy', np.ascontiguousarray(x.transpose(0, 3, 1, 2)))
            np.save('y.npy', np.array([0, 1, 2, 1]))
            print(*x.transpose(0, 3, 1, 2).ravel())
            """);
        foreach (var train in new[] { "last.npy", "last-f.npy", "first.npy" })
        {
            var rows = DataLoader.LoadRows(new DataOptions { Train = train, TrainLabels = "y.npy" }, _folder.Path);
            Assert.Equal("3x6x5", $"{rows.Image}");
            Assert.Equal(expected.Select(number => (float)number), rows.Inputs.ToArray());
        }
    }

    /// <summary>Two blocks of rows, the second not full.</summary>
    [Fact]
    public void A_large_array_in_Fortrans_order_is_read_block_by_block()
    {
        var expected = Numpy.Run(
            _folder.Path,
            """
            x = np.asfortranarray(np.arange(3000 * 2000, dtype='int32').reshape(3000, 2000) % 9973)
            np.save('x.npy', x); np.save('y.npy', np.arange(3000) / 7)
            print(x[0, 1], x[2095, 1999], x[2097, 3], x[2999, 1999], x.sum())
            """);
        var rows = DataLoader.LoadRows(new DataOptions { Train = "x.npy", TrainLabels = "y.npy" }, _folder.Path);
        double[] found =
        [
            rows.InputsOf(0)[1], rows.InputsOf(2095)[1999], rows.InputsOf(2097)[3], rows.InputsOf(2999)[1999],
            rows.Inputs.ToArray().Sum(number => (double)number),
        ];
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Objects_and_records_are_refused()
    {
        Numpy.Run(
            _folder.Path,
            """
            np.save('o.npy', np.array([{}, 'a'], dtype=object), allow_pickle=True)
            np.save('r.npy', np.zeros(3, dtype=[('a', 'f4'), ('b', 'i4')]))
            np.save('s.npy', np.array(['red', 'green']))
            """);
        (string File, string Problem)[] expected =
        [
            ("o.npy", "holds elements of type '|O'"),
            ("r.npy", "holds records"),
            ("s.npy", "holds elements of type '<U5'"),
        ];
        foreach (var (file, problem) in expected)
        {
            var options = new DataOptions { Train = file };
            var error = Assert.Throws<DataException>(() => DataLoader.LoadRows(options, _folder.Path));
            Assert.Contains(problem, error.Message);
        }
    }
}
