using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Training;

/// <summary>Puts a data set onto a device: rows as they are, classes as one-hot rows or as 0/1.</summary>
internal static class SampleUpload
{
    /// <summary>Uploads inputs and targets.</summary>
    /// <param name="device">Where to.</param>
    /// <param name="data">The rows, already scaled.</param>
    /// <param name="singleOutput">Whether two classes become one column of 0 and 1 (logistic loss).</param>
    public static Samples Upload(IDevice device, Dataset data, bool singleOutput)
    {
        var inputs = device.Allocate(data.Count * data.InputCount);
        device.Upload(data.Inputs, inputs);
        var columns = TargetColumns(data, singleOutput);
        var targets = device.Allocate(data.Count * columns);
        device.Upload(Targets(data, columns), targets);
        return new Samples(inputs.AsMatrix(data.Count, data.InputCount), targets.AsMatrix(data.Count, columns));
    }

    /// <summary>Numbers in a sample's target.</summary>
    public static int TargetColumns(Dataset data, bool singleOutput) =>
        !data.IsClassification ? data.TargetCount : singleOutput ? 1 : data.ClassCount;

    /// <summary>Writes the targets of some rows, as many numbers each as the result has room for.</summary>
    public static void WriteTargets(Dataset data, ReadOnlySpan<int> rows, Span<float> result)
    {
        var columns = rows.Length == 0 ? 0 : result.Length / rows.Length;
        result.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            var target = result.Slice(i * columns, columns);
            if (!data.IsClassification)
            {
                data.TargetsOf(rows[i]).CopyTo(target);
            }
            else if (columns == 1)
            {
                target[0] = data.Labels[rows[i]];
            }
            else
            {
                target[data.Labels[rows[i]]] = 1;
            }
        }
    }

    private static ReadOnlySpan<float> Targets(Dataset data, int columns)
    {
        if (!data.IsClassification)
        {
            return data.Targets;
        }

        var targets = new float[data.Count * columns];
        if (columns == 1)
        {
            data.WriteLabels(targets);
        }
        else
        {
            data.WriteOneHot(targets);
        }

        return targets;
    }
}
