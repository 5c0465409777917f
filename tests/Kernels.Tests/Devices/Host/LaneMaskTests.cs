using System.Runtime.Intrinsics;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Kernels.Tests.Devices.Host;

public sealed unsafe class LaneMaskTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void Of_a_vector_the_first_numbers_are_read_and_written(int count)
    {
        float* source = stackalloc float[8], target = stackalloc float[8];
        for (var i = 0; i < 8; i++)
        {
            (source[i], target[i]) = (i + 1, -1);
        }

        var mask = LaneMask.OfFirst<float, Vector256<float>>(count);
        var read = LaneMask.Load(source, mask);
        LaneMask.Store(Vector256.Load(source), target, mask);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(i < count ? i + 1 : 0, read[i]);
            Assert.Equal(i < count ? i + 1 : -1, target[i]);
        }
    }
}
