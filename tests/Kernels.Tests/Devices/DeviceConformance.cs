using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Devices;

/// <summary>
/// What every device must do, each method against plain loops in float64 or against the host. A device that this
/// machine or this build lacks skips the tests with the reason.
/// </summary>
public abstract partial class DeviceConformance : IDisposable
{
    private readonly IDevice _device;
    private readonly HostDevice _host = new();
    private readonly Random _random = new(7);

    protected DeviceConformance(string name)
    {
        try
        {
            _device = DeviceCatalog.Open(name, 2);
        }
        catch (DeviceUnavailableException error)
        {
            _host.Dispose();
            Assert.Skip(error.Message);
            throw;
        }
    }

    public void Dispose()
    {
        _device.Dispose();
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Memory_is_zeroed_and_every_part_is_staged_by_itself()
    {
        var vector = _device.Allocate(100);
        Assert.All(_device.Read(vector), number => Assert.Equal(0, number));
        _device.Fill(3, vector.Slice(12, 1));
        var (staged, other) = (_device.Stage(vector.Slice(10, 5)), _device.Stage(vector.Slice(20, 2)));
        Assert.Equal([0f, 0f, 3f, 0f, 0f], staged.ToArray());
        Assert.Equal([0f, 0f], other.ToArray());
    }

    [Fact]
    public void Memory_of_another_device_is_refused()
    {
        using var other = new HostDevice();
        var error = Record.Exception(() => _device.Dot(other.Allocate(2), _device.Allocate(2)));
        Assert.True(error is ArgumentException || _device is HostDevice);
    }

    [Fact]
    public void Products_take_any_strides()
    {
        var (a, b) = (Numbers.Normal(_random, 6 * 8), Numbers.Normal(_random, 8 * 10));
        var (whole, other) = (_device.Matrix(6, 8, a), _device.Matrix(8, 10, b));
        var c = _device.Matrix(10, 4);
        _device.Fill(1, c.AsVector());
        var left = other.Columns(3, 4).Rows(1, 5).Transposed;
        var right = whole.Columns(2, 5).Rows(2, 3).Transposed;
        _device.Product(2, left, right, -1, c.Rows(0, 4).Columns(1, 3));
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                var sum = Enumerable.Range(0, 5).Sum(k => (double)b[(1 + k) * 10 + 3 + i] * a[(2 + j) * 8 + 2 + k]);
                Assert.Equal(2 * sum - 1, _device.Read(c.AsVector())[i * 4 + 1 + j], 1e-5);
            }
        }

        Assert.Equal(1, _device.Read(c.AsVector())[0]);
    }

    [Fact]
    public void Positive_definite_systems_are_solved_with_their_shift()
    {
        const int N = 40;
        var root = Numbers.Normal(_random, N * N);
        var (a, b) = (_device.Matrix(N, N), Numbers.Normal(_random, N));
        _device.SymmetricProduct(0.5f, _device.Matrix(N, N, root), 0, a);
        var rows = Numbers.Rows(root, N);
        double[] Row(double[] x) => [.. rows.Select(y => 0.5 * Dense.Dot(x, y) + (x == y ? 2.5 : 0))];
        var dense = rows.Select(Row).ToArray();
        var x = _device.Vector(b);
        Assert.True(_device.SolvePositiveDefinite(a, 2.5, x));
        Dense.AssertClose(Dense.Solve(dense, b.ToDouble()), _device.ReadDouble(x), 1e-4);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_leaves_the_right_side()
    {
        var b = _device.Vector([1, 2]);
        Assert.False(_device.SolvePositiveDefinite(_device.Matrix(2, 2, [1, 0, 3, 1]), 0, b));
        Assert.Equal([1f, 2f], _device.Read(b));
    }

    [Fact]
    public void Row_operations_equal_plain_loops()
    {
        var (x, y, s) = (Numbers.Normal(_random, 12), Numbers.Normal(_random, 12), Numbers.Normal(_random, 3));
        var (left, right, scale) = (_device.Matrix(3, 4, x), _device.Matrix(3, 4, y), _device.Vector(s));
        var dots = _device.Allocate(3);
        _device.RowDots(left, right, dots);
        var sums = _device.Allocate(4);
        _device.ColumnSums(left, sums);
        var scaled = _device.Matrix(3, 4, y);
        _device.AddScaledRows(2, scale, left, -1, scaled);
        _device.AddRow(sums, scaled);
        var outer = _device.Matrix(3, 16);
        _device.RowOuterProducts(left, right, outer);
        for (var k = 0; k < 12; k++)
        {
            var column = x[k % 4] + x[k % 4 + 4] + x[k % 4 + 8];
            Assert.Equal(2 * s[k / 4] * x[k] - y[k] + column, _device.Read(scaled.AsVector())[k], 1e-5f);
        }

        for (var k = 0; k < 48; k++)
        {
            Assert.Equal(x[k / 16 * 4 + k % 16 / 4] * y[k / 16 * 4 + k % 4], _device.Read(outer.AsVector())[k], 1e-6f);
        }

        Assert.Equal(Dense.Dot(x[4..8].ToDouble(), y[4..8].ToDouble()), _device.Read(dots)[1], 1e-6);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(12, 4, 4)]
    [InlineData(300, 100, 50)]
    public void Tiles_are_repeated_over_the_lower_triangle(int order, int height, int width)
    {
        var stride = order + 3;
        var x = Numbers.Normal(_random, order * stride);
        var (tile, before) = (Numbers.Normal(_random, height * width), Numbers.Normal(_random, order * order));
        var result = _device.Matrix(order, order, before);
        _device.AddTiled(
            _device.Matrix(order, stride, x).Columns(2, order), _device.Matrix(height, width, tile), result);
        var sums = _device.Read(result.AsVector());
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = (double)x[i * stride + 2 + j] * tile[i % height * width + j % width];
                Assert.Equal(before[i * order + j] + product, sums[i * order + j], 2e-6);
            }
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(6, 10)]
    [InlineData(301, 1100)]
    public void Column_sums_are_rounded_once(int rows, int columns)
    {
        var x = Numbers.Normal(_random, rows * (columns + 2));
        var sums = _device.Allocate(columns);
        _device.ColumnSums(_device.Matrix(rows, columns + 2, x).Columns(1, columns), sums);
        var expected = new double[columns];
        for (var k = 0; k < rows * columns; k++)
        {
            expected[k % columns] += x[k / columns * (columns + 2) + 1 + k % columns];
        }

        Assert.Equal(expected.ToSingle(), _device.Read(sums));
    }

    [Fact]
    public void Copies_and_gathers_move_rows_between_strides()
    {
        var source = _device.Matrix(3, 2, [1, 2, 3, 4, 5, 6]);
        var transposed = _device.Matrix(2, 3);
        _device.Copy(source.Transposed, transposed);
        Assert.Equal([1f, 3f, 5f, 2f, 4f, 6f], _device.Read(transposed.AsVector()));
        var gathered = _device.Matrix(2, 2);
        _device.GatherRows(source, [2, 0], gathered);
        Assert.Equal([5f, 6f, 1f, 2f], _device.Read(gathered.AsVector()));
        Assert.Equal([3f, 4f], _device.Read(source.EveryRow(1, 2).AsVector()));
    }

    [Fact]
    public void Softmax_and_log_sum_exp_agree_with_float64()
    {
        var x = Numbers.Normal(_random, 300 * 5, 3);
        var matrix = _device.Matrix(300, 5, x);
        var expected = Numbers.Rows(x, 5).Sum(row => Math.Log(row.Sum(Math.Exp)));
        Assert.Equal(expected, _device.SumOfRowLogSumExp(matrix), 1e-3);
        var softmax = _device.Matrix(300, 5);
        _device.RowSoftmax(matrix, softmax);
        Dense.AssertClose(
            [.. Numbers.Rows(x, 5).SelectMany(NaiveLoss.Softmax)], _device.ReadDouble(softmax.AsVector()), 1e-6);
    }

    [Fact]
    public void Shape_errors_name_both_shapes()
    {
        var product = Assert.Throws<ArgumentException>(
            () => _device.Product(1, _device.Matrix(2, 3), _device.Matrix(3, 4), 0, _device.Matrix(2, 5)));
        Assert.Contains("2 × 5", product.Message, StringComparison.Ordinal);
        Assert.Contains("2 × 4", product.Message, StringComparison.Ordinal);
        var lengths = Assert.Throws<ArgumentException>(() => _device.Dot(_device.Allocate(3), _device.Allocate(4)));
        Assert.Contains("has 3", lengths.Message, StringComparison.Ordinal);
        Assert.Contains("has 4", lengths.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _device.Allocate(3).Slice(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => _device.Matrix(3, 3).Columns(2, 2));
        Assert.Throws<InvalidOperationException>(() => _device.Matrix(3, 3).Columns(1, 2).AsVector());
    }

    [Fact]
    public void Work_is_done_once_for_every_index()
    {
        var work = new CountingWork(200);
        _device.ForEach(200, work);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    private sealed class CountingWork(int count) : IParallelWork
    {
        public int[] Counts { get; } = new int[count];

        public void Invoke(int index) => Interlocked.Increment(ref Counts[index]);
    }
}
