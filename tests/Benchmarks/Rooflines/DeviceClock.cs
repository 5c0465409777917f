using Murmuration.Kernels.Ilgpu;

namespace Murmuration.Benchmarks.Rooflines;

/// <summary>Times work by the device's own clock.</summary>
/// <param name="accelerator">Whose clock.</param>
/// <param name="series">Times of which the best counts.</param>
/// <param name="runs">Runs in each.</param>
internal sealed class DeviceClock(IAccelerator accelerator, int series, int runs)
{
    /// <summary>Seconds of one run of the work: the best of a few series, after one run that makes all ready.</summary>
    public double Seconds(Action work)
    {
        work();
        accelerator.Synchronize();
        var least = double.PositiveInfinity;
        for (var k = 0; k < series; k++)
        {
            using var start = accelerator.Mark();
            for (var run = 0; run < runs; run++)
            {
                work();
            }

            using var end = accelerator.Mark();
            accelerator.Synchronize();
            least = Math.Min(least, end.SecondsSince(start) / runs);
        }

        return least;
    }
}
