using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Objectives;

/// <summary>
/// g_i(w) = s Σ_m loss(d_m, f(w; x_m)) over the agent's own samples. With a sampler, the sum runs over the minibatch of
/// the round and is multiplied by samples/batch, so that its expectation is g_i.
/// </summary>
public sealed class LocalObjective
{
    private readonly IDevice _device;
    private readonly Samples _samples;
    private readonly MinibatchSampler? _sampler;
    private readonly ModelWorkspace _workspace;
    private readonly GrowingBuffer _slopeMemory;

    /// <summary>Describes the cost of one agent.</summary>
    /// <param name="device">The device that holds the samples.</param>
    /// <param name="model">f.</param>
    /// <param name="loss">Convex in the outputs of the model.</param>
    /// <param name="samples">The agent's own data.</param>
    /// <param name="scale">
    /// s, usually 1/(samples of all agents), so that the costs of all agents add up to the mean loss.
    /// </param>
    /// <param name="sampler">Null for full batches, the case of the convergence theorem.</param>
    public LocalObjective(
        IDevice device, Model model, ILoss loss, Samples samples, double scale, MinibatchSampler? sampler = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(samples);
        Shapes.RequireShape(samples.Inputs, samples.Count, model.InputCount);
        Shapes.RequireShape(samples.Targets, samples.Count, model.OutputCount);
        (_device, Model, Loss, _samples, _sampler) = (device, model, loss, samples, sampler);
        _workspace = model.CreateWorkspace(device);
        _slopeMemory = new GrowingBuffer(device);
        Batch = sampler is null ? samples : EmptyBatch(sampler);
        Rescale(scale);
        SelectBatch(0);
    }

    /// <summary>f.</summary>
    public Model Model { get; }

    /// <summary>The loss per sample.</summary>
    public ILoss Loss { get; }

    /// <summary>The samples that count in this round.</summary>
    public Samples Batch { get; }

    /// <summary>Factor of the sum over the batch.</summary>
    public double Scale { get; private set; }

    /// <summary>Length Q of the weight vector.</summary>
    public int WeightCount => Model.WeightCount;

    /// <summary>Takes another s, because agents came or left.</summary>
    public void Rescale(double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        Scale = scale * _samples.Count / Batch.Count;
    }

    /// <summary>Takes the samples of a round; with full batches nothing happens.</summary>
    public void SelectBatch(int round)
    {
        if (_sampler is not null)
        {
            var rows = _sampler.Rows(round);
            _device.GatherRows(_samples.Inputs, rows, Batch.Inputs);
            _device.GatherRows(_samples.Targets, rows, Batch.Targets);
        }
    }

    /// <summary>g_i(w) and its gradient over the present batch.</summary>
    public double CostAndGradient(DeviceVector w, DeviceVector gradient)
    {
        var outputs = Model.Forward(_workspace, w, Batch.Inputs);
        var slopes = _slopeMemory.Matrix(outputs.RowCount, outputs.ColumnCount);
        var cost = Loss.Cost(_device, outputs, Batch.Targets, slopes);
        Loss.Slope(_device, outputs, Batch.Targets, slopes);
        _device.Combine((float)Scale, slopes.AsVector(), 0, slopes.AsVector(), slopes.AsVector());
        Model.TransposedProduct(_workspace, w, slopes, gradient);
        return Scale * cost;
    }

    private Samples EmptyBatch(MinibatchSampler sampler)
    {
        Shapes.RequireLength(sampler.SampleCount, _samples.Count);
        return new Samples(Rows(Model.InputCount), Rows(Model.OutputCount));

        DeviceMatrix Rows(int width) =>
            _device.Allocate(checked(sampler.BatchSize * width)).AsMatrix(sampler.BatchSize, width);
    }
}
