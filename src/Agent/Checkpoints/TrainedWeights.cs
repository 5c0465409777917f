using Murmuration.Agent.Data;

namespace Murmuration.Agent.Checkpoints;

/// <summary>Weights read back from a file.</summary>
/// <param name="Weights">The flat vector.</param>
/// <param name="Statistics">The whole network's statistics of the training data, by which inputs are scaled.</param>
internal sealed record TrainedWeights(float[] Weights, FeatureStatistics Statistics);
