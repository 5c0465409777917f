namespace Murmuration.Agent.Reports;

/// <summary>A test row whose regression targets a model misses by most.</summary>
/// <param name="Row">Its number in the test set, 0-based.</param>
/// <param name="Target">The true targets, in their own units.</param>
/// <param name="Prediction">What the model says, in the same units.</param>
/// <param name="Loss">Its loss, in the units of training.</param>
internal sealed record WorstValue(int Row, IReadOnlyList<double> Target, IReadOnlyList<double> Prediction, double Loss);
