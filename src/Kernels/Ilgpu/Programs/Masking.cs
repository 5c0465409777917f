using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>
/// x/keep or 0 by the same chances as on the host: two elements to a number of SplitMix64 at the position of the pair.
/// </summary>
internal static class Masking
{
    public static void Mask(Index1D index, MaskArguments arguments)
    {
        var pair = (ulong)(index.X & ~1);
        var z = arguments.Key + (pair * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        z ^= z >> 31;
        var chance = (index.X & 1) == 0 ? z & 0xFFFFFFFFUL : z >> 32;
        arguments.Result[index] = chance < arguments.Bound ? arguments.Scale * arguments.X[index] : 0f;
    }
}
