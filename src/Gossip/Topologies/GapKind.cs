namespace Murmuration.Gossip.Topologies;

/// <summary>In what way agents are cut off from agent 0.</summary>
internal enum GapKind
{
    /// <summary>No path, links taken both ways.</summary>
    Apart,

    /// <summary>No directed path from agent 0.</summary>
    Unreached,

    /// <summary>No directed path to agent 0.</summary>
    Unheard,
}
