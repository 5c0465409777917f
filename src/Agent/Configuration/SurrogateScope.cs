namespace Murmuration.Agent.Configuration;

/// <summary>Whose curvature an agent's surrogate keeps.</summary>
internal enum SurrogateScope
{
    /// <summary>Its own share of the social cost; all others are linearized (the paper's NEXT).</summary>
    Own,

    /// <summary>Its own curvature, scaled by the number of agents, stands for everybody's (SONATA, DANE).</summary>
    Social,
}
