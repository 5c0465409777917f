using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Objectives;

/// <summary>Judges a model on sets of any size, a chunk of samples at a time.</summary>
public sealed class Evaluator
{
    private readonly int _chunkSize;
    private readonly IDevice _device;
    private readonly Model _model;
    private readonly ILoss _loss;
    private readonly ModelWorkspace _workspace;
    private readonly GrowingBuffer _scratch;
    private readonly float[] _outputs;
    private readonly float[] _targets;

    /// <summary>Makes the room for one chunk.</summary>
    public Evaluator(IDevice device, Model model, ILoss loss)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        (_device, _model, _loss) = (device, model, loss);
        _workspace = model.CreateWorkspace(device);
        _scratch = new GrowingBuffer(device);
        _chunkSize = Chunks.SizeFor(model);
        _outputs = new float[_chunkSize * model.OutputCount];
        _targets = new float[_chunkSize * model.OutputCount];
    }

    /// <summary>
    /// Mean loss, and the fraction of right decisions as the loss reads them (0/0 = NaN where it reads none).
    /// </summary>
    public Evaluation Evaluate(DeviceVector w, Samples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var (cost, right) = (0.0, 0L);
        for (var start = 0; start < samples.Count; start += _chunkSize)
        {
            var count = Math.Min(_chunkSize, samples.Count - start);
            var outputs = _model.Forward(_workspace, w, samples.Inputs.Rows(start, count));
            var targets = samples.Targets.Rows(start, count);
            cost += _loss.Cost(_device, outputs, targets, _scratch.Matrix(count, _model.OutputCount));
            right += CountRight(outputs.AsVector(), targets.AsVector());
        }

        var decisions = (double)samples.Count * DecisionCounter.PerSample(_loss.Decision, _model.OutputCount);
        return new Evaluation(cost / samples.Count, right / decisions);
    }

    private int CountRight(DeviceVector outputs, DeviceVector targets)
    {
        if (_loss.Decision == Decision.None)
        {
            return 0;
        }

        var (scores, truth) = (_outputs.AsMemory(0, outputs.Length), _targets.AsMemory(0, targets.Length));
        _device.Download(outputs, scores.Span);
        _device.Download(targets, truth.Span);
        return DecisionCounter.CountRight(_loss.Decision, scores.Span, truth.Span, _model.OutputCount);
    }
}
