using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Agent.Models;

/// <summary>
/// What goes into a model and what comes out, beside the statistics that inputs are scaled by: with them, all that a
/// user of the weights must know.
/// </summary>
internal sealed record ModelMeaning
{
    /// <summary>The shape of a row's image; null where rows are no images.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>How inputs are scaled; never <see cref="DataScale.Auto"/>.</summary>
    public required DataScale Scale { get; init; }

    /// <summary>The loss; never <see cref="LossKind.Auto"/>.</summary>
    public required LossKind Loss { get; init; }

    /// <summary>Whether regression targets are brought to mean 0 and deviation 1.</summary>
    public bool StandardizesTargets { get; init; } = true;

    /// <summary>Names of the classes in label order; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>What the outputs stand for.</summary>
    public OutputKind Outputs => (Loss, ClassNames.Count) switch
    {
        (_, 0) => OutputKind.Values,
        (LossKind.Logistic, _) => OutputKind.Logistic,
        (LossKind.SoftmaxCrossEntropy, _) => OutputKind.Softmax,
        _ => OutputKind.Scores,
    };

    /// <summary>The loss as it is computed.</summary>
    public ILoss CreateLoss() => Loss switch
    {
        LossKind.Squared => SquaredLoss.Instance,
        LossKind.Logistic => LogisticLoss.Instance,
        _ => SoftmaxCrossEntropyLoss.Instance,
    };

    /// <summary>The scaling of rows as the loader gives them.</summary>
    public Standardizer CreateStandardizer(FeatureStatistics statistics) =>
        Standardizer.Create(statistics, Scale, StandardizesTargets, Image?.Channels ?? 1);
}
