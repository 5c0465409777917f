using System.Numerics;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices.Host;

public sealed class CholeskyTests : IDisposable
{
    private readonly WorkerPool _one = new(1);
    private readonly WorkerPool _two = new(2);

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(97)]
    [InlineData(200)]
    public void The_factor_times_its_transpose_is_the_matrix_and_the_upper_triangle_stays(int size)
    {
        CheckFactor<float>(size, Layout.PaddedRows, 3e-6);
        CheckFactor<double>(size, Layout.Rows, 1e-14);
        CheckFactor<double>(size, Layout.Columns, 1e-14);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(64, 1)]
    [InlineData(150, 1)]
    [InlineData(150, 4)]
    public void Solve_returns_what_the_matrix_was_multiplied_with(int size, int columns)
    {
        var a = Positive<double>(size, Layout.Rows);
        var expected = TestMatrix<double>.Random(size, columns, new Random(2));
        var rhs = new TestMatrix<double>(size, columns, Layout.PaddedRows);
        MatrixProduct.Multiply(_one, a.View, expected.View, rhs.View, 1, 0);
        Assert.True(Cholesky.Factor(_one, a.View));
        Cholesky.Solve(a.View, rhs.View);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                TestMatrix.Near(expected.At(i, j), rhs.At(i, j), 1e-11);
            }
        }
    }

    [Theory]
    [InlineData(1, 0, 0, 0.0)]
    [InlineData(5, 3, 3, -1.0)]
    [InlineData(120, 119, 119, -1.0)]
    [InlineData(120, 2, 2, double.NaN)]
    [InlineData(120, 119, 40, double.NaN)]
    [InlineData(120, 70, 70, double.PositiveInfinity)]
    [InlineData(120, 70, 10, double.PositiveInfinity)]
    public void What_is_not_positive_definite_is_refused(int size, int row, int column, double value)
    {
        var a = Positive<double>(size, Layout.Rows);
        a.View[row, column] = value;
        Assert.False(Cholesky.Factor(_one, a.View));
    }

    [Fact]
    public void A_singular_matrix_of_zeros_is_refused()
    {
        var a = new TestMatrix<float>(3, 3);
        a.Fill((_, _) => 0);
        Assert.False(Cholesky.Factor(_one, a.View));
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads()
    {
        var (first, second) = (Positive<float>(333, Layout.Rows), Positive<float>(333, Layout.Rows));
        Assert.True(Cholesky.Factor(_one, first.View));
        Assert.True(Cholesky.Factor(_two, second.View));
        Assert.True(first.ToArray().AsSpan().SequenceEqual(second.ToArray()));
    }

    private static TestMatrix<T> Positive<T>(int size, Layout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var root = TestMatrix<double>.Random(size, size, new Random(1));
        var matrix = new TestMatrix<T>(size, size, layout);
        matrix.Fill((i, j) => T.CreateChecked(
            Enumerable.Range(0, size).Sum(k => root.At(i, k) * root.At(j, k)) / size + (i == j ? 0.1 : 0)));
        return matrix;
    }

    private void CheckFactor<T>(int size, Layout layout, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = Positive<T>(size, layout);
        var old = a.Copy();
        for (var i = 0; i < size; i++)
        {
            for (var j = i + 1; j < size; j++)
            {
                a.View[i, j] = T.NaN;
            }
        }

        Assert.True(Cholesky.Factor(_one, a.View));
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var product = Enumerable.Range(0, Math.Min(i, j) + 1).Sum(k => j > i ? 0 : a.At(i, k) * a.At(j, k));
                TestMatrix.Near(j > i ? double.NaN : old.At(i, j), j > i ? a.At(i, j) : product, tolerance);
            }
        }
    }
}
