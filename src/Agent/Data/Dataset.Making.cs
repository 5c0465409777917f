using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data;

internal sealed partial class Dataset
{
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
        RequireInputs(inputs, labels.Length, inputCount);
        return ForClasses(InputStore.Of(inputs, inputCount), labels, classCount, classNames, image);
    }

    /// <summary>The same with inputs that may stay in a file.</summary>
    public static Dataset ForClasses(
        InputStore inputs,
        int[] labels,
        int classCount,
        IReadOnlyList<string>? classNames = null,
        ImageShape? image = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        RequireLength(labels.Length, inputs.Count, nameof(labels));
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)classCount)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), label, "There is no such class.");
            }
        }

        var names = classNames ?? [.. Enumerable.Range(0, classCount).Select(label => $"{label}")];
        RequireLength(names.Count, classCount, nameof(classNames));
        return new Dataset(inputs, labels, []) { ClassCount = classCount, ClassNames = names, Image = image };
    }

    /// <summary>
    /// Makes a set with regression targets (rows × <paramref name="targetCount"/>); takes ownership of the arrays.
    /// </summary>
    public static Dataset ForRegression(float[] inputs, int inputCount, float[] targets, int targetCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetCount);
        RequireInputs(inputs, targets.Length / targetCount, inputCount);
        return ForRegression(InputStore.Of(inputs, inputCount), targets, targetCount);
    }

    /// <summary>The same with inputs that may stay in a file.</summary>
    public static Dataset ForRegression(InputStore inputs, float[] targets, int targetCount, ImageShape? image = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetCount);
        RequireLength(targets.Length, (long)inputs.Count * targetCount, nameof(targets));
        return new Dataset(inputs, [], targets) { TargetCount = targetCount, Image = image };
    }

    /// <summary>The same rows with names for their columns; one name each, or none at all.</summary>
    public Dataset Named(IReadOnlyList<string> inputs, IReadOnlyList<string> targets)
    {
        RequireLength(inputs.Count, inputs.Count == 0 ? 0 : InputCount, nameof(inputs));
        return new Dataset(_inputs, _labels, _targets)
        {
            ClassCount = ClassCount,
            ClassNames = ClassNames,
            TargetCount = TargetCount,
            Image = Image,
            InputNames = inputs,
            TargetNames = targets,
        };
    }

    /// <summary>The same rows with labels among other classes; takes ownership of the labels.</summary>
    public Dataset WithClasses(int[] labels, IReadOnlyList<string> classNames) =>
        ForClasses(_inputs, labels, classNames.Count, classNames, Image).Named(InputNames, TargetNames);

    private static void RequireInputs(float[] inputs, int count, int inputCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputCount);
        RequireLength(inputs.Length, (long)count * inputCount, nameof(inputs));
    }
}
