using System.Numerics;

namespace Murmuration.Agent.Data;

/// <summary>
/// Reproducible random numbers: xoshiro256++, its state filled by SplitMix64 from a seed and a stream number.
/// The same pair gives the same numbers on every machine and .NET version, which <see cref="Random"/> does not promise.
/// </summary>
internal sealed class RandomStream
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    private ulong _s0, _s1, _s2, _s3;

    /// <summary>
    /// Opens stream number <paramref name="stream"/> of <paramref name="seed"/>; streams do not overlap in practice.
    /// </summary>
    public RandomStream(long seed, long stream = 0)
    {
        var state = Scramble((ulong)seed + GoldenRatio) ^ (ulong)stream;
        _s0 = Scramble(state += GoldenRatio);
        _s1 = Scramble(state += GoldenRatio);
        _s2 = Scramble(state += GoldenRatio);
        _s3 = Scramble(state + GoldenRatio);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextUniform(double low, double high) => low + ((high - low) * NextUniform());

    /// <summary>Uniform among 0 … <paramref name="count"/> − 1 (high product; its bias is below count·2⁻⁶⁴).</summary>
    public int NextIndex(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(NextBits(), (ulong)count, out _);
    }

    /// <summary>
    /// Standard normal (Box–Muller; one of the pair is thrown away, so that every call takes two draws).
    /// </summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform()));
        return radius * Math.Cos(2 * Math.PI * NextUniform());
    }

    /// <summary>
    /// The logarithm of a Gamma(<paramref name="shape"/>, 1) variable (Marsaglia and Tsang 2000, with their boost below
    /// 1). In the logarithm because small shapes underflow.
    /// </summary>
    public double NextLogGamma(double shape)
    {
        if (shape < 1)
        {
            return NextLogGamma(shape + 1) + (Math.Log(1 - NextUniform()) / shape);
        }

        var d = shape - (1.0 / 3);
        while (true)
        {
            var normal = NextNormal();
            var root = 1 + (normal / Math.Sqrt(9 * d));
            var uniform = 1 - NextUniform();
            if (root <= 0)
            {
                continue;
            }

            var v = root * root * root;
            if (Math.Log(uniform) < (normal * normal / 2) + d - (d * v) + (d * Math.Log(v)))
            {
                return Math.Log(d * v);
            }
        }
    }

    /// <summary>Puts the items into random order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextIndex(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    private static ulong Scramble(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
