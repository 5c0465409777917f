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
    private readonly ISampleSource _source;
    private readonly MinibatchSampler? _sampler;
    private readonly ulong _noiseSeed;
    private readonly ModelWorkspace _workspace;
    private readonly GrowingBuffer _slopeMemory;
    private readonly LocalObjective? _origin;
    private double _scale;
    private DeviceVector _point;
    private bool _isAtPoint;

    /// <summary>Describes the cost of one agent whose samples are on the device.</summary>
    /// <param name="device">The device that holds the samples.</param>
    /// <param name="model">f.</param>
    /// <param name="loss">Convex in the outputs of the model.</param>
    /// <param name="samples">The agent's own data.</param>
    /// <param name="scale">
    /// s, usually 1/(samples of all agents), so that the costs of all agents add up to the mean loss.
    /// </param>
    /// <param name="sampler">Null for full batches, the case of the convergence theorem.</param>
    /// <param name="noiseSeed">Of dropout and random crops; different for each agent and run.</param>
    public LocalObjective(
        IDevice device,
        Model model,
        ILoss loss,
        Samples samples,
        double scale,
        MinibatchSampler? sampler = null,
        ulong noiseSeed = 0)
        : this(device, model, loss, SourceOf(device, samples), samples, scale, sampler, noiseSeed)
    {
    }

    /// <summary>
    /// Describes the cost of one agent that keeps its samples elsewhere and takes minibatches of them.
    /// </summary>
    /// <param name="device">The device that holds the minibatch.</param>
    /// <param name="model">f.</param>
    /// <param name="loss">Convex in the outputs of the model.</param>
    /// <param name="source">The agent's own data.</param>
    /// <param name="scale">s, as for samples on the device.</param>
    /// <param name="sampler">Says which samples count in a round.</param>
    /// <param name="noiseSeed">Of dropout and random crops; different for each agent and run.</param>
    public LocalObjective(
        IDevice device,
        Model model,
        ILoss loss,
        ISampleSource source,
        double scale,
        MinibatchSampler sampler,
        ulong noiseSeed = 0)
        : this(device, model, loss, source, all: null, scale, sampler, noiseSeed)
    {
    }

    private LocalObjective(
        IDevice device,
        Model model,
        ILoss loss,
        ISampleSource source,
        Samples? all,
        double scale,
        MinibatchSampler? sampler,
        ulong noiseSeed)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(source);
        Shapes.RequireLength(source.InputCount, model.InputCount);
        Shapes.RequireLength(source.TargetCount, model.OutputCount);
        (_device, Model, Loss, _source, _sampler, _noiseSeed) = (device, model, loss, source, sampler, noiseSeed);
        _workspace = model.CreateWorkspace(device);
        _slopeMemory = new GrowingBuffer(device);
        Batch = sampler is null ? all ?? throw new ArgumentNullException(nameof(sampler)) : EmptyBatch(sampler);
        Rescale(scale);
        SelectBatch(0);
    }

    private LocalObjective(LocalObjective origin)
        : this(
            origin._device, origin.Model, origin.Loss, origin._source.Fork(),
            origin._sampler is null ? origin.Batch : null, scale: 1, origin._sampler?.Fork(), origin._noiseSeed) =>
        _origin = origin;

    /// <summary>f.</summary>
    public Model Model { get; }

    /// <summary>The loss per sample.</summary>
    public ILoss Loss { get; }

    /// <summary>The samples that count in this round.</summary>
    public Samples Batch { get; }

    /// <summary>The key of the model's noise in this round; see <see cref="ModelWorkspace.NoiseKey"/>.</summary>
    public ulong NoiseKey { get; private set; }

    /// <summary>Factor of the sum over the batch.</summary>
    public double Scale => _origin?.Scale ?? _scale;

    /// <summary>Length Q of the weight vector.</summary>
    public int WeightCount => Model.WeightCount;

    /// <summary>Room for the model's evaluations, which each gradient and <see cref="EvaluateAt"/> fill.</summary>
    internal ModelWorkspace Workspace => _workspace;

    /// <summary>Takes another s, because agents came or left.</summary>
    public void Rescale(double scale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        _scale = Batch.Count > 0 ? scale * _source.Count / Batch.Count : scale;
    }

    /// <summary>
    /// The same cost over the same samples for another thread: with room of its own, minibatches selected by itself,
    /// and always the present s of this one.
    /// </summary>
    public LocalObjective Fork() => new(this);

    /// <summary>
    /// Takes the samples and the noise of a round; with full batches and a model without noise nothing happens.
    /// </summary>
    public void SelectBatch(int round)
    {
        NoiseKey = NoiseKeys.Of(_noiseSeed, round);
        _isAtPoint = false;
        if (_sampler is not null)
        {
            _source.Gather(_sampler.Rows(round), Batch);
        }
    }

    /// <summary>g_i(w) and its gradient over the present batch.</summary>
    public double CostAndGradient(DeviceVector w, DeviceVector gradient) => CostAndGradient(w, gradient, firstLayer: 0);

    /// <summary>
    /// The same with a backward sweep that ends at a layer: before its weights the gradient is not written.
    /// </summary>
    public double CostAndGradient(DeviceVector w, DeviceVector gradient, int firstLayer)
    {
        var outputs = Forward(w);
        var slopes = _slopeMemory.Matrix(outputs.RowCount, outputs.ColumnCount);
        var cost = Loss.Cost(_device, outputs, Batch.Targets, slopes);
        Loss.Slope(_device, outputs, Batch.Targets, slopes);
        _device.Combine((float)Scale, slopes.AsVector(), 0, slopes.AsVector(), slopes.AsVector());
        Model.TransposedProduct(_workspace, w, slopes, gradient, firstLayer: firstLayer);
        return Scale * cost;
    }

    /// <summary>
    /// From now on the weights of the last evaluation are kept, so that <see cref="EvaluateAt"/> knows them again.
    /// </summary>
    internal void RememberPoint() => _point = _point.Memory is null ? _device.Allocate(WeightCount) : _point;

    /// <summary>
    /// Leaves the model's evaluation at w over the present batch in the workspace: often the last gradient was taken
    /// there, and nothing is to do.
    /// </summary>
    internal void EvaluateAt(DeviceVector w)
    {
        if (!_isAtPoint || _device.SquaredDistance(w, _point) != 0)
        {
            Forward(w);
        }
    }

    private DeviceMatrix Forward(DeviceVector w)
    {
        _workspace.NoiseKey = NoiseKey;
        var outputs = Model.Forward(_workspace, w, Batch.Inputs);
        if (_point.Memory is not null)
        {
            _device.Copy(w, _point);
            _isAtPoint = true;
        }

        return outputs;
    }

    private static DeviceSamples SourceOf(IDevice device, Samples samples)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(samples);
        return new DeviceSamples(device, samples);
    }

    private Samples EmptyBatch(MinibatchSampler sampler)
    {
        Shapes.RequireLength(sampler.SampleCount, _source.Count);
        return new Samples(Rows(Model.InputCount), Rows(Model.OutputCount));

        DeviceMatrix Rows(int width) =>
            _device.Allocate(checked(sampler.BatchSize * width)).AsMatrix(sampler.BatchSize, width);
    }
}
