namespace Murmuration.Agent.Configuration;

/// <summary>What the workers do when the agent that holds their centre is gone; the names in a run file are these in
/// camelCase.</summary>
internal enum CentreLossRule
{
    /// <summary>They train on by themselves until it comes back.</summary>
    Wait,

    /// <summary>The tree is made anew without the agents that have left for good or are dead.</summary>
    Replace,
}
