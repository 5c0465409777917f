using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;

namespace Murmuration.Agent.Simulation;

/// <summary>Opens one exchange per agent of this process, in agent order.</summary>
internal delegate Task<IReadOnlyList<IRoundExchange>> OpenFleet(
    IReadOnlyList<AgentSetup> agents,
    ModelPlan plan,
    IReadOnlyList<Resumption> resumptions,
    AgentThreads threads,
    CancellationToken cancellation);
