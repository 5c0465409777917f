using System.Numerics;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices.Host;

public sealed class SymmetricProductTests : IDisposable
{
    private readonly WorkerPool _one = new(1);
    private readonly WorkerPool _two = new(2);

    public void Dispose()
    {
        _one.Dispose();
        _two.Dispose();
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(3, 0)]
    [InlineData(5, 9)]
    [InlineData(33, 17)]
    [InlineData(64, 64)]
    [InlineData(131, 70)]
    [InlineData(150, 600)]
    public void The_lower_triangle_equals_naive_sums_and_the_upper_one_stays(int size, int depth)
    {
        foreach (var layout in Enum.GetValues<Layout>())
        {
            Check<float>(size, depth, layout, 1, 0);
            Check<double>(size, depth, layout, -1, 1);
            Check<float>(size, depth, layout, 0, 0.5);
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_threads()
    {
        var a = TestMatrix<float>.Random(333, 555, new Random(1));
        var (first, second) = (new TestMatrix<float>(333, 333), new TestMatrix<float>(333, 333));
        SymmetricProduct.Multiply(_one, a.View, first.View, 1, 0);
        SymmetricProduct.Multiply(_two, a.View, second.View, 1, 0);
        Assert.True(first.ToArray().AsSpan().SequenceEqual(second.ToArray()));
    }

    private void Check<T>(int size, int depth, Layout layout, double alpha, double beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = TestMatrix<T>.Random(size, depth, new Random(2), layout);
        var c = new TestMatrix<T>(size, size, layout);
        c.Fill((i, j) => j > i || beta == 0 ? T.NaN : T.CreateChecked(i - j));
        SymmetricProduct.Multiply(_one, a.View, c.View, T.CreateChecked(alpha), T.CreateChecked(beta));
        var tolerance = (typeof(T) == typeof(float) ? 1e-7 : 2e-16) * (depth + size + 4);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < depth; k++)
                {
                    sum += a.At(i, k) * a.At(j, k);
                }

                var old = beta == 0 ? 0 : beta * (i - j);
                TestMatrix.Near(j > i ? double.NaN : (alpha * sum) + old, c.At(i, j), tolerance);
            }
        }
    }
}
