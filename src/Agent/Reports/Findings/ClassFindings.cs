using Murmuration.Agent.Data;
using Murmuration.Agent.Models;

namespace Murmuration.Agent.Reports.Findings;

/// <summary>Findings of a classifier with probabilities: who is taken for whom, and the worst rows.</summary>
internal sealed class ClassFindings(Dataset rows, OutputReader reader, RowImages? images) : FindingsCollector
{
    private readonly int[][] _confusion = rows.ClassCount <= TestFindings.MostClasses
        ? [.. rows.ClassNames.Select(_ => new int[rows.ClassCount])]
        : [];

    private readonly Largest<WorstSample> _worst = new(TestFindings.WorstCount);

    /// <inheritdoc/>
    public override void Add(int row, ReadOnlySpan<float> outputs, double loss)
    {
        var (label, predicted) = (rows.Labels[row], reader.Label(outputs));
        if (_confusion.Length > 0)
        {
            _confusion[label][predicted]++;
        }

        // The loss of a class is −log of its probability.
        var probability = Math.Min(1, Math.Exp(-loss));
        _worst.Add(loss, () => new WorstSample(row, label, predicted, probability, loss, images?[row]));
    }

    /// <inheritdoc/>
    public override TestFindings ToFindings() => images is { Shape: var shape }
        ? new(rows.ClassNames, _confusion, _worst.ToList(), shape.Width, shape.Height, shape.Channels)
        : new(rows.ClassNames, _confusion, _worst.ToList());
}
