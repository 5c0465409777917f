using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Devices;

/// <summary>Windows on images and groups of columns.</summary>
public abstract partial class DeviceConformance
{
    public static TheoryData<int, int, int, int> Windows => new()
    {
        { 1, 1, 1, 0 },
        { 3, 3, 1, 1 },
        { 2, 2, 2, 0 },
        { 3, 2, 2, 1 },
        { 4, 3, 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Windows_are_laid_out_and_put_back_as_on_the_host(int height, int width, int stride, int padding)
    {
        var window = new Window(new ImageShape(2, 7, 6), height, width, stride, padding);
        var images = Numbers.Normal(_random, 3 * window.Input.Count);
        var columns = Numbers.Normal(_random, window.PatchCount * 3 * window.PositionCount);
        AssertSame(0, device =>
        {
            var result = device.Matrix(window.PatchCount, 3 * window.PositionCount);
            device.Unfold(window, device.Matrix(3, window.Input.Count, images), result);
            return result.AsVector();
        });
        AssertSame(1e-7, device =>
        {
            var result = device.Matrix(3, window.Input.Count);
            device.Fold(window, device.Matrix(window.PatchCount, 3 * window.PositionCount, columns), result);
            return result.AsVector();
        });
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Pools_equal_those_of_the_host(int height, int width, int stride, int padding)
    {
        var window = new Window(new ImageShape(2, 7, 6), height, width, stride, padding);
        var outputs = window.Input.Channels * window.PositionCount;
        var images = Numbers.Normal(_random, 3 * window.Input.Count);
        (images[5], images[9], images[10]) = (float.NaN, 1, 1);
        var means = Numbers.Normal(_random, 3 * outputs);
        AssertSame(0, device => Maxima(device, window, images).Columns);
        Assert.Equal(
            _host.Read(Maxima(_host, window, images).Maxima), _device.Read(Maxima(_device, window, images).Maxima));
        images[5] = 0;
        AssertSame(2e-7, device =>
        {
            var result = device.Matrix(3, outputs);
            device.WindowMeans(window, device.Matrix(3, window.Input.Count, images), result);
            return result.AsVector();
        });
        AssertSame(2e-7, device =>
        {
            var result = device.Matrix(3, window.Input.Count);
            device.SpreadWindowMeans(window, device.Matrix(3, outputs, means), result);
            return result.AsVector();
        });
    }

    [Fact]
    public void Columns_are_picked_and_spread_by_index_with_repetitions_in_their_order()
    {
        const int Count = 45;
        var (wide, narrow) = (Numbers.Normal(_random, 3 * 9), Numbers.Normal(_random, 3 * Count));
        float[] indices = [.. Enumerable.Range(0, 3 * Count).Select(_ => (float)_random.Next(9))];
        AssertSame(0, device =>
        {
            var result = device.Matrix(3, Count);
            device.PickColumns(device.Matrix(3, 9, wide), device.Matrix(3, Count, indices), result);
            return result.AsVector();
        });
        AssertSame(0, device =>
        {
            var result = device.Matrix(3, 9, wide);
            device.SpreadColumns(device.Matrix(3, Count, narrow), device.Matrix(3, Count, indices), result);
            return result.AsVector();
        });
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 3)]
    [InlineData(2, 50)]
    public void Row_groups_are_scaled_summed_and_exchanged_as_on_the_host(int groups, int width)
    {
        const int Count = 5;
        var columns = groups * width;
        var (x, y) = (Numbers.Normal(_random, Count * columns), Numbers.Normal(_random, Count * columns));
        var (factors, summands) = (Numbers.Normal(_random, groups), Numbers.Normal(_random, groups));
        AssertSame(2e-7, device =>
        {
            var result = device.Matrix(Count, columns);
            device.ScaleRowGroups(
                device.Vector(factors), device.Vector(summands), device.Matrix(Count, columns, x), result);
            device.AddToRowGroups(device.Vector(summands), result);
            return result.AsVector();
        });
        AssertSame(1e-7, device =>
        {
            var result = device.Matrix(Count, groups);
            device.RowGroupDots(device.Matrix(Count, columns, x), device.Matrix(Count, columns, y), result);
            return result.AsVector();
        });
        AssertSame(1e-7, device =>
        {
            var result = device.Matrix(Count, groups);
            device.RowGroupSums(device.Matrix(Count, columns, x), result);
            return result.AsVector();
        });
        AssertSame(0, device =>
        {
            var result = device.Matrix(groups, Count * width);
            device.ExchangeRowGroups(device.Matrix(Count, columns, x), result);
            return result.AsVector();
        });
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(3, 40)]
    public void Row_groups_are_normalized_as_on_the_host(int groups, int width)
    {
        const int Count = 4;
        var columns = groups * width;
        var (x, v) = (Numbers.Normal(_random, Count * columns, 3), Numbers.Normal(_random, Count * columns));
        AssertSame(1e-6, device => Normalized(device, x, v, groups, columns).Result);
        AssertSame(1e-6, device => Normalized(device, x, v, groups, columns).Product);
    }

    private static (DeviceVector Maxima, DeviceVector Columns) Maxima(IDevice device, Window window, float[] images)
    {
        var outputs = window.Input.Channels * window.PositionCount;
        var (result, columns) = (device.Matrix(3, outputs), device.Matrix(3, outputs));
        device.WindowMaxima(window, device.Matrix(3, window.Input.Count, images), result, columns);
        return (result.AsVector(), columns.AsVector());
    }

    private static (DeviceVector Result, DeviceVector Product) Normalized(
        IDevice device, float[] x, float[] v, int groups, int columns)
    {
        var rows = x.Length / columns;
        var (means, inverses) = (device.Matrix(rows, groups), device.Matrix(rows, groups));
        var (numbers, result) = (device.Matrix(rows, columns, x), device.Matrix(rows, columns));
        device.NormalizeRowGroups(numbers, 1e-5f, means, inverses, result);
        var product = device.Matrix(rows, columns);
        device.NormalizeRowGroupsProduct(numbers, means, inverses, device.Matrix(rows, columns, v), product);
        return (result.AsVector(), product.AsVector());
    }
}
