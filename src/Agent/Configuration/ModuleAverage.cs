namespace Murmuration.Agent.Configuration;

/// <summary>How agents with the same module average its weights in a round.</summary>
internal enum ModuleAverage
{
    /// <summary>Each with its neighbours, by the mixing weights of the topology file.</summary>
    Gossip,

    /// <summary>All with all by equal shares, which needs a link between any two of them.</summary>
    Exact,
}
