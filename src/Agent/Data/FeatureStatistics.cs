namespace Murmuration.Agent.Data;

/// <summary>
/// What one agent tells the others about its rows, so that all scale alike: counts, and mean, spread and limits of
/// every column, the inputs first and then the regression targets. Never a row itself.
/// </summary>
internal sealed partial class FeatureStatistics
{
    private const int BlockNumbers = 1 << 20;

    private readonly double[] _means;
    private readonly double[] _squares;
    private readonly float[] _minima;
    private readonly float[] _maxima;

    private FeatureStatistics(long count, int inputCount, int targetCount, int classCount)
    {
        Count = count;
        InputCount = inputCount;
        TargetCount = targetCount;
        ClassCount = classCount;
        _means = new double[ColumnCount];
        _squares = new double[ColumnCount];
        _minima = new float[ColumnCount];
        _maxima = new float[ColumnCount];
    }

    /// <summary>Number of rows.</summary>
    public long Count { get; }

    /// <summary>Number of inputs in a row.</summary>
    public int InputCount { get; }

    /// <summary>Number of regression targets in a row; 0 for classification.</summary>
    public int TargetCount { get; }

    /// <summary>Number of columns: inputs and regression targets.</summary>
    public int ColumnCount => InputCount + TargetCount;

    /// <summary>Number of classes; 0 for regression.</summary>
    public int ClassCount { get; }

    /// <summary>
    /// The statistics of a set, in float64. The rows are read once, a block at a time, so that they may stay in a file:
    /// two sweeps over each block, since differences from the mean keep their digits where a sum of squares of large
    /// numbers would not, and the blocks merged in their order.
    /// </summary>
    /// <exception cref="DataException">A file with rows cannot be read any more.</exception>
    public static FeatureStatistics Of(Dataset data)
    {
        var result = new FeatureStatistics(0, data.InputCount, data.TargetCount, data.ClassCount);
        var blockCount = Math.Max(1, BlockNumbers / data.InputCount);
        var buffer = new float[data.IsStreamed ? Math.Min(blockCount, data.Count) * data.InputCount : 0];
        for (var first = 0; first < data.Count; first += blockCount)
        {
            var count = Math.Min(blockCount, data.Count - first);
            var block = new FeatureStatistics(count, data.InputCount, data.TargetCount, data.ClassCount);
            block.Measure(data.ReadInputs(first, count, buffer), data.InputCount, firstColumn: 0);
            var targets = data.Targets.Slice(first * data.TargetCount, count * data.TargetCount);
            block.Measure(targets, data.TargetCount, firstColumn: data.InputCount);
            result = result.Merge(block);
        }

        return result;
    }

    /// <summary>
    /// The statistics of all agents' rows together. In agent order at every agent, so that all find the same bits;
    /// throws <see cref="DataException"/> when two agents have different columns or classes.
    /// </summary>
    public static FeatureStatistics Merge(IEnumerable<FeatureStatistics> agents) =>
        agents.Aggregate((all, next) => all.Merge(next));

    /// <summary>The statistics of both sets of rows together (Chan, Golub, LeVeque 1979).</summary>
    public FeatureStatistics Merge(FeatureStatistics other)
    {
        RequireSameColumns(other);
        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var result = new FeatureStatistics(Count + other.Count, InputCount, TargetCount, ClassCount);
        var share = (double)other.Count / result.Count;
        for (var column = 0; column < ColumnCount; column++)
        {
            var step = other._means[column] - _means[column];
            result._means[column] = _means[column] + (share * step);
            result._squares[column] = _squares[column] + other._squares[column] + (step * step * share * Count);
            result._minima[column] = Math.Min(_minima[column], other._minima[column]);
            result._maxima[column] = Math.Max(_maxima[column], other._maxima[column]);
        }

        return result;
    }

    /// <summary>Mean of a column; 0 without rows.</summary>
    public double Mean(int column) => _means[column];

    /// <summary>Smallest value of a column; 0 without rows.</summary>
    public float Minimum(int column) => _minima[column];

    /// <summary>Largest value of a column; 0 without rows.</summary>
    public float Maximum(int column) => _maxima[column];

    /// <summary>Standard deviation of a column (divided by the count); exactly 0 for a constant column.</summary>
    public double Deviation(int column) =>
        _minima[column] == _maxima[column] ? 0 : Math.Sqrt(_squares[column] / Count);

    private void Measure(ReadOnlySpan<float> values, int width, int firstColumn)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var means = _means.AsSpan(firstColumn, width);
        var squares = _squares.AsSpan(firstColumn, width);
        MeasureLimits(values, _minima.AsSpan(firstColumn, width), _maxima.AsSpan(firstColumn, width));
        for (var rest = values; !rest.IsEmpty; rest = rest[width..])
        {
            for (var k = 0; k < width; k++)
            {
                means[k] += rest[k];
            }
        }

        foreach (ref var mean in means)
        {
            mean /= Count;
        }

        for (var rest = values; !rest.IsEmpty; rest = rest[width..])
        {
            for (var k = 0; k < width; k++)
            {
                var difference = rest[k] - means[k];
                squares[k] += difference * difference;
            }
        }
    }

    private static void MeasureLimits(ReadOnlySpan<float> values, Span<float> minima, Span<float> maxima)
    {
        values[..minima.Length].CopyTo(minima);
        values[..minima.Length].CopyTo(maxima);
        for (var rest = values; !rest.IsEmpty; rest = rest[minima.Length..])
        {
            for (var k = 0; k < minima.Length; k++)
            {
                minima[k] = Math.Min(minima[k], rest[k]);
                maxima[k] = Math.Max(maxima[k], rest[k]);
            }
        }
    }

    private void RequireSameColumns(FeatureStatistics other)
    {
        var mine = (InputCount, TargetCount, ClassCount);
        var theirs = (other.InputCount, other.TargetCount, other.ClassCount);
        if (mine != theirs)
        {
            throw new DataException(
                $"agents hold different kinds of rows: {Describe(mine)} here, {Describe(theirs)} there; "
                + "give data.inputs, data.classes or data.categories alike in everybody's run file");
        }
    }

    private static string Describe((int Inputs, int Targets, int Classes) kind) =>
        $"{kind.Inputs} inputs, {kind.Targets} regression targets, {kind.Classes} classes";
}
