using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// x/keep or 0, two elements to a number of SplitMix64 (Steele, Lea and Flood, 2014) at the position of the pair.
/// </summary>
internal readonly unsafe struct MaskParts(ulong key, double keep, float* x, float* result, int length) : IParallelBody
{
    /// <summary>Elements in one part, an even number.</summary>
    public const int PartLength = 16_384;

    private const ulong Golden = 0x9E3779B97F4A7C15;

    public int Count => (length + PartLength - 1) / PartLength;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        var scale = (float)(1 / keep);
        var bound = (ulong)(keep * 4294967296.0);
        var end = Math.Min(length, (index + 1) * PartLength);
        for (var k = index * PartLength; k < end; k += 2)
        {
            var chance = Mix(key + ((ulong)k * Golden));
            result[k] = (uint)chance < bound ? scale * x[k] : 0;
            if (k + 1 < end)
            {
                result[k + 1] = chance >> 32 < bound ? scale * x[k + 1] : 0;
            }
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
