namespace Murmuration.Agent.Algorithms.Parallel;

/// <summary>Weights that follow each other in the flat vector, and that one thread alone writes.</summary>
/// <param name="Offset">The first weight.</param>
/// <param name="Length">Number of weights, at least one.</param>
/// <param name="FirstLayer">The layer of the first weight, where a backward sweep for this block ends.</param>
internal readonly record struct WeightBlock(int Offset, int Length, int FirstLayer);
