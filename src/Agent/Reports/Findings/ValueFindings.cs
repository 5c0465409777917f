using Murmuration.Agent.Data;
using Murmuration.Agent.Models;

namespace Murmuration.Agent.Reports.Findings;

/// <summary>Findings of a regression: the error in the targets' units, and the worst rows.</summary>
internal sealed class ValueFindings(Dataset rows, OutputReader reader) : FindingsCollector
{
    private readonly double[] _values = new double[rows.TargetCount];
    private readonly Largest<WorstValue> _worst = new(TestFindings.WorstCount);
    private double _squares;
    private long _count;

    /// <inheritdoc/>
    public override void Add(int row, ReadOnlySpan<float> outputs, double loss)
    {
        reader.Read(outputs, _values);
        var targets = rows.TargetsOf(row);
        for (var k = 0; k < targets.Length; k++)
        {
            _squares += Math.Pow(_values[k] - targets[k], 2);
        }

        _count += targets.Length;
        _worst.Add(loss, () => new WorstValue(row, Targets(row), [.. _values], loss));
    }

    /// <inheritdoc/>
    public override TestFindings ToFindings() => new([], [], [])
    {
        WorstValues = _worst.ToList(),
        RootMeanSquareError = _count > 0 ? Math.Sqrt(_squares / _count) : null,
    };

    private double[] Targets(int row) => Array.ConvertAll(rows.TargetsOf(row).ToArray(), target => (double)target);
}
