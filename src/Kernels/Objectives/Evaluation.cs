namespace Murmuration.Kernels.Objectives;

/// <summary>How good a model is on a set of samples.</summary>
/// <param name="Cost">Mean loss per sample.</param>
/// <param name="Accuracy">Fraction of right decisions in [0, 1]; NaN for the squared loss, which makes none.</param>
public readonly record struct Evaluation(double Cost, double Accuracy);
