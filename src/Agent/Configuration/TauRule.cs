namespace Murmuration.Agent.Configuration;

/// <summary>How the proximal weight τ develops over the rounds.</summary>
internal enum TauRule
{
    /// <summary>The same τ in every round.</summary>
    Constant,

    /// <summary>τ follows the curvature that the steps meet; the agents agree on it by consensus.</summary>
    Adaptive,
}
