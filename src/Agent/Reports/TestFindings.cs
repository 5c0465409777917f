namespace Murmuration.Agent.Reports;

/// <summary>What a trained model makes of its test set, beyond cost and accuracy.</summary>
/// <param name="ClassNames">Names of the classes, in label order; empty for regression.</param>
/// <param name="Confusion">Test rows by true class (outer) and predicted class (inner); empty for regression, and where
/// there are more than <see cref="MostClasses"/> classes.</param>
/// <param name="Worst">The rows with the largest loss, the largest first; empty for regression.</param>
/// <param name="Width">Width of a row's image, 0 where rows are no images.</param>
/// <param name="Height">Height of a row's image.</param>
/// <param name="Channels">Channels of a row's image.</param>
internal sealed record TestFindings(
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    IReadOnlyList<WorstSample> Worst,
    int Width = 0,
    int Height = 0,
    int Channels = 0)
{
    /// <summary>Name of the file below an agent's folder.</summary>
    public const string FileName = "findings.json";

    /// <summary>Classes of the largest confusion matrix that is kept.</summary>
    public const int MostClasses = 256;

    /// <summary>Rows that are kept among the worst.</summary>
    public const int WorstCount = 16;

    /// <summary>For regression the rows with the largest loss, the largest first; else null.</summary>
    public IReadOnlyList<WorstValue>? WorstValues { get; init; }

    /// <summary>For regression, over all rows and targets, in the targets' own units; else null.</summary>
    public double? RootMeanSquareError { get; init; }
}
