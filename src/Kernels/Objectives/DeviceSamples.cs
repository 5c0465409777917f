using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Objectives;

/// <summary>Samples that are all on the device.</summary>
internal sealed class DeviceSamples(IDevice device, Samples samples) : ISampleSource
{
    public int Count => samples.Count;

    public int InputCount => samples.Inputs.ColumnCount;

    public int TargetCount => samples.Targets.ColumnCount;

    public void Gather(ReadOnlySpan<int> rows, Samples batch)
    {
        device.GatherRows(samples.Inputs, rows, batch.Inputs);
        device.GatherRows(samples.Targets, rows, batch.Targets);
    }

    public ISampleSource Fork() => this;
}
