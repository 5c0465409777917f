using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Simulation;

/// <summary>All agents of a run on this machine.</summary>
internal interface IFleet
{
    /// <summary>Runs every agent to its end.</summary>
    /// <param name="sink">Receives the reports of all agents.</param>
    /// <param name="stopping">Asks all agents to stop after the same round.</param>
    Task RunAsync(IMetricsSink sink, CancellationToken stopping);
}
