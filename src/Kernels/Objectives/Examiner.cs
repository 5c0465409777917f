using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Objectives;

/// <summary>
/// Evaluates a model on sets of any size, a chunk of samples at a time as <see cref="Evaluator"/> does, and hands over
/// every single row instead of means.
/// </summary>
public sealed class Examiner
{
    private readonly int _chunkSize;
    private readonly IDevice _device;
    private readonly Model _model;
    private readonly ILoss _loss;
    private readonly ModelWorkspace _workspace;
    private readonly GrowingBuffer _scratch;
    private readonly float[] _outputs;

    /// <summary>Makes the room for one chunk.</summary>
    public Examiner(IDevice device, Model model, ILoss loss)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        (_device, _model, _loss) = (device, model, loss);
        _workspace = model.CreateWorkspace(device);
        _scratch = new GrowingBuffer(device);
        _chunkSize = Chunks.SizeFor(model);
        _outputs = new float[_chunkSize * model.OutputCount];
    }

    /// <summary>f(w; x) of every row, in order.</summary>
    public void Predict(DeviceVector w, DeviceMatrix inputs, RowOutputs receive) => Run(w, inputs, null, receive);

    /// <summary>f(w; x) and the loss of every row, in order.</summary>
    public void Examine(DeviceVector w, Samples samples, RowOutputs receive)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Run(w, samples.Inputs, samples.Targets, receive);
    }

    private void Run(DeviceVector w, DeviceMatrix inputs, DeviceMatrix? targets, RowOutputs receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        var width = _model.OutputCount;
        for (var start = 0; start < inputs.RowCount; start += _chunkSize)
        {
            var count = Math.Min(_chunkSize, inputs.RowCount - start);
            var outputs = _model.Forward(_workspace, w, inputs.Rows(start, count));
            _device.Download(outputs.AsVector(), _outputs.AsSpan(0, count * width));
            for (var row = 0; row < count; row++)
            {
                var loss = targets is { } known ? Loss(outputs, known.Rows(start, count), row) : double.NaN;
                receive(start + row, _outputs.AsSpan(row * width, width), loss);
            }
        }
    }

    private double Loss(DeviceMatrix outputs, DeviceMatrix targets, int row) =>
        _loss.Cost(_device, outputs.Rows(row, 1), targets.Rows(row, 1), _scratch.Matrix(1, _model.OutputCount));
}
