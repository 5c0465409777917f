using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Training;

/// <summary>
/// The common test set, scaled once by the network's statistics and shared by all agents of a process.
/// </summary>
/// <param name="rows">The rows as they were loaded; they stay as they are.</param>
internal sealed class TestSet(Dataset rows)
{
    private readonly Lock _gate = new();
    private Samples? _samples;

    /// <summary>The rows as they were loaded, not scaled.</summary>
    public Dataset Rows => rows;

    /// <summary>The rows on the device, scaled; every agent brings the same standardizer, the census's.</summary>
    public Samples On(IDevice device, Standardizer standardizer, bool singleOutput)
    {
        lock (_gate)
        {
            return _samples ??= Upload(device, standardizer, singleOutput);
        }
    }

    private Samples Upload(IDevice device, Standardizer standardizer, bool singleOutput)
    {
        var scaled = rows.Copy();
        standardizer.Apply(scaled);
        return SampleUpload.Upload(device, scaled, singleOutput);
    }
}
