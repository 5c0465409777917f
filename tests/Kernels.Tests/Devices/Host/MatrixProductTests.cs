using System.Numerics;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices.Host;

public sealed class MatrixProductTests : IDisposable
{
    private static readonly Layout[] Layouts = Enum.GetValues<Layout>();

    private readonly WorkerPool _one = new(1);
    private readonly WorkerPool _two = new(2);

    public static TheoryData<int, int, int> Sizes => new()
    {
        { 0, 3, 2 }, { 3, 0, 2 }, { 1, 1, 1 }, { 1, 7, 5 }, { 7, 1, 5 }, { 5, 4, 1 }, { 2, 3, 4 }, { 4, 16, 9 },
        { 12, 32, 7 }, { 13, 33, 17 }, { 24, 48, 64 }, { 50, 10, 30 }, { 10, 50, 33 }, { 97, 101, 31 },
    };

    public static TheoryData<int, int, int> DeepSizes => new()
    {
        { 100, 150, 1100 }, { 3, 150, 600 }, { 150, 3, 600 }, { 1, 200, 700 }, { 200, 1, 700 }, { 60, 520, 40 },
    };

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_product_of_any_layouts_equals_naive_sums(int rows, int columns, int depth)
    {
        var random = new Random(1);
        foreach (var (a, b, c) in from a in Layouts from b in Layouts from c in Layouts select (a, b, c))
        {
            Check<float>(_one, random, (rows, columns, depth), (a, b, c), 1, 0);
            Check<double>(_one, random, (rows, columns, depth), (a, b, c), -1.5, 0.25);
        }
    }

    [Theory]
    [MemberData(nameof(DeepSizes))]
    public void A_deep_product_equals_naive_sums(int rows, int columns, int depth)
    {
        var random = new Random(2);
        Check<float>(_two, random, (rows, columns, depth), (Layout.Rows, Layout.Rows, Layout.Rows), 1, 1);
        Check<float>(_two, random, (rows, columns, depth), (Layout.Columns, Layout.Rows, Layout.PaddedRows), 2, 0);
        Check<double>(_two, random, (rows, columns, depth), (Layout.Rows, Layout.Columns, Layout.Columns), 1, 0);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.0, 1.0)]
    [InlineData(0.0, -2.0)]
    [InlineData(1.0, 1.0)]
    [InlineData(-1.0, 1.0)]
    [InlineData(0.5, -0.75)]
    public void Alpha_and_beta_scale_the_product_and_the_old_matrix(double alpha, double beta)
    {
        var layouts = (Layout.Rows, Layout.Rows, Layout.PaddedRows);
        Check<float>(_one, new Random(3), (29, 37, 41), layouts, alpha, beta);
        Check<float>(_one, new Random(3), (29, 1, 41), layouts, alpha, beta);
        Check<double>(_one, new Random(3), (1, 37, 0), layouts, alpha, beta);
    }

    [Theory]
    [InlineData(29, 37, 600)]
    [InlineData(29, 1, 41)]
    [InlineData(1, 29, 41)]
    [InlineData(5, 5, 0)]
    public void Beta_zero_overwrites_whatever_was_there(int rows, int columns, int depth)
    {
        foreach (var layout in Layouts)
        {
            foreach (var alpha in new[] { 0f, 1f })
            {
                var a = TestMatrix<float>.Random(rows, depth, new Random(4), layout);
                var b = TestMatrix<float>.Random(depth, columns, new Random(5));
                var c = new TestMatrix<float>(rows, columns, layout);
                c.Fill((_, _) => float.NaN);
                MatrixProduct.Multiply(_one, a.View, b.View, c.View, alpha, 0);
                Assert.DoesNotContain(float.NaN, c.ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    [MemberData(nameof(DeepSizes))]
    public void The_bits_depend_on_neither_threads_nor_width_of_vectors(int rows, int columns, int depth)
    {
        foreach (var layout in new[] { Layout.Rows, Layout.Columns })
        {
            SameBits<float>(rows, columns, depth, layout);
            SameBits<double>(rows, columns, depth, layout);
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var (a, b) = (new TestMatrix<float>(2, 3), new TestMatrix<float>(2, 3));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(_one, a.View, b.View, a.View, 1, 0));
    }

    private static void Check<T>(
        WorkerPool pool,
        Random random,
        (int Rows, int Columns, int Depth) size,
        (Layout A, Layout B, Layout C) layouts,
        double alpha,
        double beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TestMatrix<T>.Random(size.Rows, size.Depth, random, layouts.A);
        var b = TestMatrix<T>.Random(size.Depth, size.Columns, random, layouts.B);
        var c = TestMatrix<T>.Random(size.Rows, size.Columns, random, layouts.C);
        var old = c.Copy();
        MatrixProduct.Multiply(pool, a.View, b.View, c.View, T.CreateChecked(alpha), T.CreateChecked(beta));
        Assert.True(c.GuardsStand());
        var tolerance = (typeof(T) == typeof(float) ? 1e-7 : 2e-16) * (size.Depth + 4);
        for (var i = 0; i < size.Rows; i++)
        {
            for (var j = 0; j < size.Columns; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < size.Depth; k++)
                {
                    sum += a.At(i, k) * b.At(k, j);
                }

                TestMatrix.Near((alpha * sum) + (beta * old.At(i, j)), c.At(i, j), tolerance);
            }
        }
    }

    private void SameBits<T>(int rows, int columns, int depth, Layout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TestMatrix<T>.Random(rows, depth, new Random(6), layout);
        var b = TestMatrix<T>.Random(depth, columns, new Random(7), layout);
        T[]? expected = null;
        (WorkerPool Pool, int Bits)[] ways =
            [(_one, 0), (_one, 128), (_one, 256), (_one, 512), (_two, 512), (_two, 256)];
        foreach (var (pool, bits) in ways)
        {
            var c = TestMatrix<T>.Random(rows, columns, new Random(8), layout);
            MatrixProduct.Multiply(pool, a.View, b.View, c.View, T.CreateChecked(0.7), T.CreateChecked(0.3), bits);
            expected ??= c.ToArray();
            Assert.True(expected.AsSpan().SequenceEqual(c.ToArray()), $"{bits} bits, {pool.Threads} threads");
        }
    }
}
