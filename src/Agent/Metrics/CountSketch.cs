namespace Murmuration.Agent.Metrics;

/// <summary>
/// A linear sketch of a long vector in a few numbers: sketches of several agents add up as their vectors do, so that
/// the norm of a sum over the network can be seen without any vector leaving an agent.
/// </summary>
/// <remarks>
/// Count sketch (M. Charikar, K. Chen, M. Farach-Colton, 2002): entry k goes with a fixed random sign into bucket k mod
/// B. E‖sketch‖² = ‖vector‖², with relative deviation about √(2/B).
/// </remarks>
internal static class CountSketch
{
    /// <summary>B, numbers per sketch.</summary>
    public const int BucketCount = 32;

    /// <summary>The signs before the first row.</summary>
    public const ulong FirstSigns = 0x9E3779B97F4A7C15UL;

    /// <summary>Adds the next B entries of a vector, or the last, fewer ones.</summary>
    /// <param name="row">The entries.</param>
    /// <param name="signs">What the row before gave; <see cref="FirstSigns"/> for the first one.</param>
    /// <param name="buckets">The sketch, length B.</param>
    /// <returns>The signs of this row.</returns>
    public static ulong Add(ReadOnlySpan<double> row, ulong signs, Span<double> buckets)
    {
        signs = NextSigns(signs);
        for (var k = 0; k < row.Length; k++)
        {
            buckets[k] += ((signs >> k) & 1) == 0 ? row[k] : -row[k];
        }

        return signs;
    }

    /// <summary>xorshift64: the same signs at every agent.</summary>
    private static ulong NextSigns(ulong state)
    {
        state ^= state << 13;
        state ^= state >> 7;
        return state ^ (state << 17);
    }
}
