namespace Murmuration.Kernels.Devices.Host;

/// <summary>Memory that several threads write at the same time.</summary>
public sealed partial class HostDevice
{
    /// <summary>
    /// y = y + a·x, where other threads read and write y meanwhile. Every float is stored by itself, aligned, which the
    /// runtime does in one piece (ECMA-335, I.12.6.6): others see the old or the new float, never a mixture. Of two
    /// threads that add to the same float at once, one addition may be lost. Runs on the calling thread.
    /// </summary>
    /// <param name="a">The factor.</param>
    /// <param name="x">What is added; of the calling thread alone.</param>
    /// <param name="y">The memory that is shared.</param>
    public static void AddToShared(float a, DeviceVector x, DeviceVector y)
    {
        Shapes.RequireSame(x, y);
        var from = Span(x);
        var to = Span(y);
        for (var k = 0; k < from.Length && k < to.Length; k++)
        {
            to[k] = MathF.FusedMultiplyAdd(a, from[k], to[k]);
        }
    }
}
