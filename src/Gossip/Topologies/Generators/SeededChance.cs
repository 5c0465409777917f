namespace Murmuration.Gossip.Topologies.Generators;

/// <summary>Random numbers that are the same on every machine and .NET version: the SplitMix64 sequence (G. Steele, D.
/// Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), begun at a point that depends on a
/// seed and a draw.</summary>
internal struct SeededChance(int seed, int draw)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state = Scramble(Scramble((uint)seed + Increment) + (uint)draw);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => ToUnit(Scramble(_state += Increment));

    /// <summary>Uniform in 0 … <paramref name="count"/> − 1.</summary>
    public int Next(int count) => (int)Math.BigMul(Scramble(_state += Increment), (ulong)count, out _);

    /// <summary>A number in [0, 1) that depends on seed, round and the link's ends only.</summary>
    public static double Coin(int seed, int round, Link link)
    {
        var ends = ((ulong)(uint)link.From << 32) | (uint)link.To;
        return ToUnit(Scramble(new SeededChance(seed, round)._state + Scramble(ends + Increment)));
    }

    private static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
