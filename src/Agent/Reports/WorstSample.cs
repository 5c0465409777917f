namespace Murmuration.Agent.Reports;

/// <summary>A test row that a classifier gets wrong, or is least sure of.</summary>
/// <param name="Row">Its number in the test set, 0-based.</param>
/// <param name="Label">True class.</param>
/// <param name="Predicted">Predicted class.</param>
/// <param name="Probability">Probability that the model gives the true class.</param>
/// <param name="Loss">Its loss.</param>
/// <param name="Pixels">Its image: channel by channel, row by row, 0 … 255; null where rows are no images.</param>
internal sealed record WorstSample(
    int Row, int Label, int Predicted, double Probability, double Loss, byte[]? Pixels = null);
