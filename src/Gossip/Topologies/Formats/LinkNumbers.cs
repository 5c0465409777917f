namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>What the numbers that other programs write at links mean: lengths, capacities, counts, or mixing
/// weights.</summary>
public enum LinkNumbers
{
    /// <summary>Mixing weights where they can be: all between 0 and 1, and every agent keeps something for
    /// itself.</summary>
    Auto,

    /// <summary>Mixing weights; refused where they cannot be.</summary>
    Mixing,

    /// <summary>Nothing that matters here.</summary>
    Ignore,
}
