using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies;

/// <summary>An agent's neighbours in one round, with row i of the mixing matrix. Immutable and shared by all rounds
/// with the same links.</summary>
/// <param name="AgentIndex">The agent i itself.</param>
/// <param name="SelfWeight">c_ii, in (0, 1]; 1 in a round without links.</param>
/// <param name="InNeighbours">Those that send to the agent, ascending by index, with c_ij.</param>
/// <param name="OutNeighbours">Those that the agent sends to, ascending; equal to the in-neighbours when
/// undirected.</param>
public sealed record Neighbourhood(
    int AgentIndex, double SelfWeight, ImmutableArray<Neighbour> InNeighbours, ImmutableArray<int> OutNeighbours);
