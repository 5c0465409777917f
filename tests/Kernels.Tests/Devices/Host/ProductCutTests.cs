using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices.Host;

public sealed class ProductCutTests
{
    [Theory]
    [InlineData(171, 64, 2)]
    [InlineData(43, 16, 2)]
    [InlineData(43, 16, 16)]
    [InlineData(3, 10, 2)]
    [InlineData(1, 40, 4)]
    [InlineData(40, 1, 4)]
    public void No_thread_has_much_more_to_do_than_another(int tiles, int panels, int threads)
    {
        var cut = ProductCut.For(tiles, panels, threads);
        Assert.InRange(cut.Tiles, 1, Math.Min(tiles, 16));
        Assert.InRange(cut.Panels, 1, panels);
        var blocks = Parts(tiles, cut.Tiles) * Parts(panels, cut.Panels);
        var busiest = Parts(blocks, threads) * cut.Tiles * cut.Panels;
        Assert.InRange(busiest, 1, 1.35 * tiles * panels / threads);
    }

    [Fact]
    public void One_thread_cuts_no_columns() => Assert.Equal(new ProductCut(16, 64), ProductCut.For(171, 64, 1));

    private static int Parts(int count, int size) => (count + size - 1) / size;
}
