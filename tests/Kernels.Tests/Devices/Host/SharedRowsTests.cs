using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Devices.Host;

/// <summary>Operations on so many rows that threads share them.</summary>
public sealed class SharedRowsTests
{
    private const int RowCount = 1001;
    private const int ColumnCount = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Rows_are_added_scaled_and_multiplied(int threads)
    {
        using var device = new HostDevice(threads);
        var random = new Random(1);
        var numbers = Numbers.Normal(random, RowCount * ColumnCount);
        var (row, scale) = (Numbers.Normal(random, ColumnCount), Numbers.Normal(random, RowCount));
        var x = device.Matrix(RowCount, ColumnCount, numbers);
        var sums = device.Matrix(RowCount, ColumnCount, numbers);
        var products = device.Matrix(RowCount, 2 * ColumnCount);
        var factors = device.Matrix(RowCount, 2, [.. scale, .. scale]);
        device.AddRow(device.Vector(row), sums);
        device.AddScaledRows(2, device.Vector(scale), x, 0.5f, sums);
        device.RowOuterProducts(factors, x, products);
        var (sum, product, factor) = (
            device.Read(sums.AsVector()), device.Read(products.AsVector()), device.Read(factors.AsVector()));
        for (var k = 0; k < numbers.Length; k++)
        {
            var (m, j) = (k / ColumnCount, k % ColumnCount);
            Assert.Equal((0.5 * (numbers[k] + row[j])) + (2.0 * scale[m] * numbers[k]), sum[k], 1e-5);
            Assert.Equal(factor[2 * m] * numbers[k], product[2 * m * ColumnCount + j]);
            Assert.Equal(factor[(2 * m) + 1] * numbers[k], product[(((2 * m) + 1) * ColumnCount) + j]);
        }
    }
}
