using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Training;

/// <summary>
/// Samples whose inputs stay on the disk: a minibatch is read, scaled and put onto the device. The bits are those of
/// the same rows in memory.
/// </summary>
internal sealed class StreamedSamples : ISampleSource
{
    private readonly IDevice _device;
    private readonly Dataset _rows;
    private readonly bool _singleOutput;
    private float[] _inputs = [];
    private float[] _targets = [];

    /// <summary>The samples of an agent.</summary>
    /// <param name="device">Where minibatches go.</param>
    /// <param name="rows">The rows, scaled when they are read.</param>
    /// <param name="singleOutput">Whether two classes become one column of 0 and 1 (logistic loss).</param>
    public StreamedSamples(IDevice device, Dataset rows, bool singleOutput) =>
        (_device, _rows, _singleOutput) = (device, rows, singleOutput);

    public int Count => _rows.Count;

    public int InputCount => _rows.InputCount;

    public int TargetCount => SampleUpload.TargetColumns(_rows, _singleOutput);

    /// <summary>Refuses a run that would take all rows in every round where they do not fit into memory.</summary>
    /// <exception cref="ConfigurationException">It would.</exception>
    public static void RequireMinibatch(RunOptions run, Dataset rows)
    {
        if (rows.IsStreamed && run.Algorithm.Minibatch == 0)
        {
            throw new ConfigurationException(
                $"key 'algorithm.minibatch': {rows.Count:N0} rows of {rows.InputCount} inputs exceed data.memory and "
                + "stay on the disk, from which a round takes a few: set it to the rows per round, such as 256, or "
                + "raise data.memory");
        }
    }

    public void Gather(ReadOnlySpan<int> rows, Samples batch)
    {
        Array.Resize(ref _inputs, rows.Length * InputCount);
        Array.Resize(ref _targets, rows.Length * TargetCount);
        _rows.CopyInputs(rows, _inputs);
        SampleUpload.WriteTargets(_rows, rows, _targets);
        _device.Upload(_inputs, batch.Inputs.AsVector());
        _device.Upload(_targets, batch.Targets.AsVector());
    }

    public ISampleSource Fork() => new StreamedSamples(_device, _rows, _singleOutput);
}
