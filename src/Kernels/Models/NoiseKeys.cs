namespace Murmuration.Kernels.Models;

/// <summary>Keys from which layers draw noise; the same key, the same noise.</summary>
public static class NoiseKeys
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The key of a round.</summary>
    /// <param name="seed">Different for each agent and run.</param>
    /// <param name="round">The round, or step.</param>
    public static ulong Of(ulong seed, long round) => Combine(Mix(seed + Golden), (ulong)round);

    /// <summary>The key of a part, such as a layer of a model or a row of a batch.</summary>
    internal static ulong Combine(ulong key, ulong part) => Mix(key ^ Mix((part + 1) * Golden));

    /// <summary>The output function of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
