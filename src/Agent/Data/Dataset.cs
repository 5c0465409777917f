using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data;

/// <summary>
/// Rows of inputs (Count × InputCount, row-major) with one target each: a class label, or a row of regression targets
/// (Count × TargetCount, row-major).
/// </summary>
internal sealed class Dataset
{
    private readonly float[] _inputs;
    private readonly int[] _labels;
    private readonly float[] _targets;

    private Dataset(float[] inputs, int count, int inputCount, int[] labels, float[] targets)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputCount);
        RequireLength(inputs.Length, (long)count * inputCount, nameof(inputs));
        _inputs = inputs;
        _labels = labels;
        _targets = targets;
        Count = count;
        InputCount = inputCount;
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Number of inputs (features) in a row.</summary>
    public int InputCount { get; }

    /// <summary>The shape of a row's image; null where rows are no images, or nobody said so.</summary>
    public ImageShape? Image { get; private init; }

    /// <summary>Whether the targets are class labels.</summary>
    public bool IsClassification => ClassCount > 0;

    /// <summary>Number of classes, also of those without a row here; 0 for regression.</summary>
    public int ClassCount { get; private init; }

    /// <summary>Names of the classes in label order; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; private init; } = [];

    /// <summary>Number of regression targets in a row; 0 for classification.</summary>
    public int TargetCount { get; private init; }

    /// <summary>The inputs, row by row.</summary>
    public ReadOnlySpan<float> Inputs => _inputs;

    /// <summary>The class labels, one per row; empty for regression.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The regression targets, row by row; empty for classification.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>The inputs for scaling in place; only the standardizer writes to them.</summary>
    internal Span<float> WritableInputs => _inputs;

    /// <summary>The regression targets for scaling in place; only the standardizer writes to them.</summary>
    internal Span<float> WritableTargets => _targets;

    /// <summary>
    /// Makes a set with class labels 0 … <paramref name="classCount"/> − 1; takes ownership of the arrays.
    /// </summary>
    public static Dataset ForClasses(
        float[] inputs,
        int inputCount,
        int[] labels,
        int classCount,
        IReadOnlyList<string>? classNames = null,
        ImageShape? image = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)classCount)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), label, "There is no such class.");
            }
        }

        var names = classNames ?? [.. Enumerable.Range(0, classCount).Select(label => $"{label}")];
        RequireLength(names.Count, classCount, nameof(classNames));
        return new Dataset(inputs, labels.Length, inputCount, labels, [])
        {
            ClassCount = classCount,
            ClassNames = names,
            Image = image,
        };
    }

    /// <summary>
    /// Makes a set with regression targets (rows × <paramref name="targetCount"/>); takes ownership of the arrays.
    /// </summary>
    public static Dataset ForRegression(float[] inputs, int inputCount, float[] targets, int targetCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetCount);
        var count = targets.Length / targetCount;
        RequireLength(targets.Length, (long)count * targetCount, nameof(targets));
        return new Dataset(inputs, count, inputCount, [], targets) { TargetCount = targetCount };
    }

    /// <summary>The regression targets of one row.</summary>
    public ReadOnlySpan<float> TargetsOf(int row) => _targets.AsSpan(row * TargetCount, TargetCount);

    /// <summary>A copy of the given rows in the given order.</summary>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        var labels = new int[IsClassification ? rows.Length : 0];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = _labels[rows[i]];
        }

        var inputs = Gather(_inputs, rows, InputCount);
        return new Dataset(inputs, rows.Length, InputCount, labels, Gather(_targets, rows, TargetCount))
        {
            ClassCount = ClassCount,
            ClassNames = ClassNames,
            TargetCount = TargetCount,
            Image = Image,
        };
    }

    /// <summary>A copy of all rows.</summary>
    public Dataset Copy() => Select([.. Enumerable.Range(0, Count)]);

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

    private static float[] Gather(float[] values, ReadOnlySpan<int> rows, int width)
    {
        var result = new float[rows.Length * width];
        for (var i = 0; i < rows.Length; i++)
        {
            values.AsSpan(rows[i] * width, width).CopyTo(result.AsSpan(i * width));
        }

        return result;
    }
}
