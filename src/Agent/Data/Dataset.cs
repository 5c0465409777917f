using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data;

/// <summary>
/// Rows of inputs (Count × InputCount, row-major) with one target each: a class label, or a row of regression targets
/// (Count × TargetCount, row-major). Targets are in memory; inputs are too, or stay in a file (<see
/// cref="IsStreamed"/>).
/// </summary>
internal sealed partial class Dataset
{
    private readonly InputStore _inputs;
    private readonly int[] _labels;
    private readonly float[] _targets;

    private Dataset(InputStore inputs, int[] labels, float[] targets)
    {
        _inputs = inputs;
        _labels = labels;
        _targets = targets;
    }

    /// <summary>Number of rows.</summary>
    public int Count => _inputs.Count;

    /// <summary>Number of inputs (features) in a row.</summary>
    public int InputCount => _inputs.Width;

    /// <summary>Whether the inputs stay in a file and are read when they are asked for.</summary>
    public bool IsStreamed => _inputs.IsStreamed;

    /// <summary>Where the inputs are.</summary>
    public InputStore InputStore => _inputs;

    /// <summary>The shape of a row's image; null where rows are no images, or nobody said so.</summary>
    public ImageShape? Image { get; private init; }

    /// <summary>Names of the inputs; empty where they have none.</summary>
    public IReadOnlyList<string> InputNames { get; private init; } = [];

    /// <summary>Names of the targets: one for classes; empty where they have none.</summary>
    public IReadOnlyList<string> TargetNames { get; private init; } = [];

    /// <summary>Whether the targets are class labels.</summary>
    public bool IsClassification => ClassCount > 0;

    /// <summary>Number of classes, also of those without a row here; 0 for regression.</summary>
    public int ClassCount { get; private init; }

    /// <summary>Names of the classes in label order; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>Number of regression targets in a row; 0 for classification.</summary>
    public int TargetCount { get; private init; }

    /// <summary>The inputs, row by row, of a set in memory.</summary>
    /// <exception cref="DataException">They stay in a file; read them by <see cref="CopyInputs"/>.</exception>
    public ReadOnlySpan<float> Inputs => _inputs.InMemory;

    /// <summary>The class labels, one per row; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The regression targets, row by row; empty for classification.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>The regression targets for scaling in place; only the standardizer writes to them.</summary>
    internal Span<float> WritableTargets => _targets;

    /// <summary>The regression targets of one row.</summary>
    public ReadOnlySpan<float> TargetsOf(int row) => _targets.AsSpan(row * TargetCount, TargetCount);

    /// <summary>Copies the inputs of the given rows in their order, from memory or from the file.</summary>
    /// <exception cref="DataException">The file cannot be read any more.</exception>
    public void CopyInputs(ReadOnlySpan<int> rows, Span<float> result) => _inputs.Copy(rows, result);

    /// <summary>The inputs of consecutive rows: a view where they are in memory, else read into the buffer.</summary>
    /// <exception cref="DataException">The file cannot be read any more.</exception>
    public ReadOnlySpan<float> ReadInputs(int first, int count, Span<float> buffer) =>
        _inputs.Read(first, count, buffer);

    /// <summary>
    /// Scales all inputs: at once in memory, whenever they are read from a file. For the standardizer.
    /// </summary>
    internal void ScaleInputs(IRowScaling scaling) => _inputs.Scale(scaling);

    /// <summary>
    /// The given rows in the given order: a copy of a set in memory; of a set in a file, the same file with other rows.
    /// </summary>
    public Dataset Select(ReadOnlySpan<int> rows) => With(_inputs.Select(rows), rows);

    /// <summary>A copy of the given rows in memory, wherever they come from.</summary>
    public Dataset Load(ReadOnlySpan<int> rows) => With(_inputs.Load(rows), rows);

    /// <summary>A copy of all rows.</summary>
    public Dataset Copy() => Select(AllRows());

    /// <summary>The indices of all rows.</summary>
    public int[] AllRows() => [.. Enumerable.Range(0, Count)];

    private Dataset With(InputStore inputs, ReadOnlySpan<int> rows)
    {
        var labels = new int[IsClassification ? rows.Length : 0];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = _labels[rows[i]];
        }

        var targets = new float[rows.Length * TargetCount];
        for (var i = 0; i < rows.Length; i++)
        {
            TargetsOf(rows[i]).CopyTo(targets.AsSpan(i * TargetCount));
        }

        return new Dataset(inputs, labels, targets)
        {
            ClassCount = ClassCount,
            ClassNames = ClassNames,
            TargetCount = TargetCount,
            Image = Image,
            InputNames = InputNames,
            TargetNames = TargetNames,
        };
    }

    /// <summary>Writes the labels as one-hot rows (Count × ClassCount, row-major), the targets of softmax.</summary>
    public void WriteOneHot(Span<float> result)
    {
        RequireLength(result.Length, (long)Count * ClassCount, nameof(result));
        result.Clear();
        for (var row = 0; row < _labels.Length; row++)
        {
            result[(row * ClassCount) + _labels[row]] = 1;
        }
    }

    /// <summary>Writes the labels as numbers (Count), the 0/1 targets of binary logistic loss.</summary>
    public void WriteLabels(Span<float> result)
    {
        RequireLength(result.Length, _labels.Length, nameof(result));
        for (var row = 0; row < _labels.Length; row++)
        {
            result[row] = _labels[row];
        }
    }

    /// <summary>Number of rows of each class (ClassCount); empty for regression.</summary>
    public int[] CountLabels()
    {
        var counts = new int[ClassCount];
        foreach (var label in _labels)
        {
            counts[label]++;
        }

        return counts;
    }

    private static void RequireLength(long actual, long expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"The length is {actual}; it must be {expected}.", name);
        }
    }
}
