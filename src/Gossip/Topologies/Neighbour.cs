namespace Murmuration.Gossip.Topologies;

/// <summary>An in-neighbour of one round and the weight of what it sends.</summary>
/// <param name="AgentIndex">The neighbour's position in the schedule's agents.</param>
/// <param name="Weight">The mixing weight c_ij (a_ij when directed) that the receiver i gives to neighbour j, in (0,
/// 1).</param>
public readonly record struct Neighbour(int AgentIndex, double Weight);
