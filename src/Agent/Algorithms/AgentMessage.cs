namespace Murmuration.Agent.Algorithms;

/// <summary>What an agent sends to its neighbours in a round, as host memory.</summary>
/// <param name="Vectors">Its vectors, one behind the other.</param>
/// <param name="Scalars">Numbers beside them.</param>
internal readonly record struct AgentMessage(ReadOnlyMemory<float> Vectors, ReadOnlyMemory<double> Scalars = default);
