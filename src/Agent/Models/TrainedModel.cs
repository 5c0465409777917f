using Murmuration.Agent.Data;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Models;

/// <summary>A model with its weights and all that is needed to use it.</summary>
/// <param name="Model">f.</param>
/// <param name="Weights">The flat vector.</param>
/// <param name="Statistics">The whole network's statistics of the training data, by which inputs are scaled.</param>
/// <param name="Meaning">What goes in and what comes out.</param>
/// <param name="Origin">Where it comes from: run, seed, rounds, topology.</param>
internal sealed record TrainedModel(
    Model Model,
    ReadOnlyMemory<float> Weights,
    FeatureStatistics Statistics,
    ModelMeaning Meaning,
    IReadOnlyDictionary<string, string> Origin)
{
    /// <summary>Number of values in a prediction: classes, or regression targets.</summary>
    public int ValueCount => Meaning.ClassNames.Count > 0 ? Meaning.ClassNames.Count : Statistics.TargetCount;
}
