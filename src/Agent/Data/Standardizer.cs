using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data;

/// <summary>
/// Scales the columns of a set in place, x ← (x − offset) · factor, with statistics over the rows of all agents, so
/// that all train on the same units. A constant column becomes 0.
/// </summary>
internal sealed class Standardizer : IRowScaling
{
    private readonly double[] _offsets;
    private readonly double[] _factors;
    private readonly int _inputCount;

    private Standardizer(FeatureStatistics statistics)
    {
        _inputCount = statistics.InputCount;
        _offsets = new double[statistics.ColumnCount];
        _factors = new double[statistics.ColumnCount];
        Array.Fill(_factors, 1);
    }

    /// <summary>
    /// Scaling of the inputs by <paramref name="scale"/> (none and unit leave them), and of the regression targets to
    /// mean 0 and deviation 1 when asked.
    /// </summary>
    /// <param name="statistics">Of the rows of all agents.</param>
    /// <param name="scale">How inputs are scaled.</param>
    /// <param name="standardizeTargets">Whether regression targets are scaled.</param>
    /// <param name="channels">Channels of the images; 1 where rows are none.</param>
    public static Standardizer Create(
        FeatureStatistics statistics, DataScale scale, bool standardizeTargets, int channels = 1)
    {
        var result = new Standardizer(statistics);
        if (scale == DataScale.Channels)
        {
            result.SetChannels(statistics, channels);
        }

        var common = CommonDeviation(statistics);
        for (var column = 0; column < statistics.ColumnCount; column++)
        {
            var isInput = column < statistics.InputCount;
            if (isInput ? scale == DataScale.Standardize : standardizeTargets)
            {
                result.Set(column, statistics.Mean(column), statistics.Deviation(column));
            }
            else if (isInput && scale == DataScale.Center)
            {
                result.Set(column, statistics.Mean(column), common);
            }
            else if (isInput && scale == DataScale.MinMax)
            {
                double smallest = statistics.Minimum(column);
                result.Set(column, smallest, statistics.Maximum(column) - smallest);
            }
        }

        return result;
    }

    /// <summary>
    /// Scales inputs and regression targets of a set, once per set: in place, or inputs in a file whenever they are
    /// read.
    /// </summary>
    public void Apply(Dataset data)
    {
        if (data.InputCount != _inputCount || data.InputCount + data.TargetCount != _offsets.Length)
        {
            throw new ArgumentException("The set has other columns than the statistics.", nameof(data));
        }

        data.ScaleInputs(this);
        Scale(data.WritableTargets, firstColumn: _inputCount, data.TargetCount);
    }

    /// <summary>Scales rows of inputs in place.</summary>
    public void Apply(Span<float> inputs) => Scale(inputs, firstColumn: 0, _inputCount);

    /// <summary>What is subtracted from a column: the inputs, then the regression targets.</summary>
    public double Offset(int column) => _offsets[column];

    /// <summary>By what a column is multiplied after that; 0 where it is constant.</summary>
    public double Factor(int column) => _factors[column];

    /// <summary>From a scaled regression target back to its own units; a constant one is what it always is.</summary>
    public double Restore(int target, double scaled)
    {
        var column = _inputCount + target;
        return _offsets[column] + (_factors[column] == 0 ? 0 : scaled / _factors[column]);
    }

    /// <summary>The square root of the inputs' mean variance.</summary>
    private static double CommonDeviation(FeatureStatistics statistics) => Math.Sqrt(
        Enumerable.Range(0, statistics.InputCount).Average(column => Math.Pow(statistics.Deviation(column), 2)));

    /// <summary>Mean and deviation of all columns of a channel together.</summary>
    private void SetChannels(FeatureStatistics statistics, int channels)
    {
        var width = _inputCount / channels;
        for (var channel = 0; channel < channels; channel++)
        {
            var columns = Enumerable.Range(channel * width, width).ToArray();
            var mean = columns.Average(statistics.Mean);
            var variance = columns.Average(
                column => Math.Pow(statistics.Deviation(column), 2) + Math.Pow(statistics.Mean(column) - mean, 2));
            foreach (var column in columns)
            {
                Set(column, mean, Math.Sqrt(variance));
            }
        }
    }

    private void Set(int column, double offset, double spread)
    {
        _offsets[column] = offset;
        _factors[column] = spread == 0 ? 0 : 1 / spread;
    }

    private void Scale(Span<float> values, int firstColumn, int width)
    {
        var offsets = _offsets.AsSpan(firstColumn, width);
        var factors = _factors.AsSpan(firstColumn, width);
        for (; !values.IsEmpty; values = values[width..])
        {
            for (var k = 0; k < width; k++)
            {
                values[k] = (float)((values[k] - offsets[k]) * factors[k]);
            }
        }
    }
}
