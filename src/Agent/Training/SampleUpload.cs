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
        var columns = !data.IsClassification ? data.TargetCount : singleOutput ? 1 : data.ClassCount;
        var targets = device.Allocate(data.Count * columns);
        device.Upload(Targets(data, columns), targets);
        return new Samples(inputs.AsMatrix(data.Count, data.InputCount), targets.AsMatrix(data.Count, columns));
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
