using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Objectives;

/// <summary>Counts right decisions in host memory.</summary>
internal static class DecisionCounter
{
    /// <summary>Number of decisions per sample.</summary>
    public static int PerSample(Decision decision, int outputs) => decision switch
    {
        Decision.LargestOutput => 1,
        Decision.Sign => outputs,
        _ => 0,
    };

    /// <summary>Right decisions among row-major outputs.</summary>
    public static int CountRight(
        Decision decision, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int columns) =>
        decision switch
        {
            Decision.LargestOutput => CountRightClasses(outputs, targets, columns),
            Decision.Sign => CountRightSigns(outputs, targets),
            _ => 0,
        };

    private static int CountRightSigns(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets)
    {
        var right = 0;
        for (var k = 0; k < outputs.Length; k++)
        {
            right += outputs[k] > 0 == targets[k] > 0.5f ? 1 : 0;
        }

        return right;
    }

    private static int CountRightClasses(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int columns)
    {
        var right = 0;
        for (var start = 0; start < outputs.Length; start += columns)
        {
            right += LargestIndex(outputs.Slice(start, columns)) == LargestIndex(targets.Slice(start, columns)) ? 1 : 0;
        }

        return right;
    }

    private static int LargestIndex(ReadOnlySpan<float> values)
    {
        var largest = 0;
        for (var k = 1; k < values.Length; k++)
        {
            largest = values[k] > values[largest] ? k : largest;
        }

        return largest;
    }
}
