using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// Room for one evaluation of a model over a batch: the outputs of every layer, kept for Jacobian products, and two
/// buffers through which directions and slopes pass, made at the first of them. It grows when a larger batch comes.
/// </summary>
public sealed class ModelWorkspace
{
    private readonly IReadOnlyList<ILayer> _layers;
    private readonly DeviceMatrix[] _outputs;
    private readonly DeviceVector[] _outputMemory;
    private readonly LayerRoom[] _rooms;
    private readonly ModelScratch _scratch;
    private readonly int _widestBetween;
    private readonly GrowingBuffer[] _between;
    private DeviceMatrix? _unitRows;
    private int _capacity;

    internal ModelWorkspace(IDevice device, Model model, ModelScratch scratch)
    {
        Device = device;
        var layers = _layers = model.Layers;
        _scratch = scratch;
        _rooms = [.. layers.Select(layer => new LayerRoom(device, layer, scratch))];
        _outputs = new DeviceMatrix[layers.Count];
        _outputMemory = new DeviceVector[layers.Count];
        _widestBetween = layers.SkipLast(1).Select(layer => layer.OutputCount).DefaultIfEmpty().Max();
        _between = [new GrowingBuffer(device), new GrowingBuffer(device)];
    }

    /// <summary>The device that computes.</summary>
    public IDevice Device { get; }

    /// <summary>Rows of the present batch.</summary>
    public int SampleCount { get; private set; }

    /// <summary>The inputs of the last forward evaluation, one sample a row.</summary>
    public DeviceMatrix Inputs { get; private set; }

    /// <summary>The model's outputs of the last forward evaluation.</summary>
    public DeviceMatrix Outputs => _outputs[^1];

    /// <summary>
    /// From which dropout and random crops are drawn in the next forward evaluation and the products that follow it;
    /// null, as at first, draws nothing, as models are judged. Equal keys give equal noise: a round has one, see
    /// <see cref="NoiseKeys"/>.
    /// </summary>
    public ulong? NoiseKey
    {
        get => _scratch.NoiseKey;
        set => _scratch.NoiseKey = value;
    }

    internal void Begin(DeviceMatrix inputs)
    {
        Inputs = inputs;
        Grow(inputs.RowCount);
        if (SampleCount != inputs.RowCount)
        {
            SampleCount = inputs.RowCount;
            for (var k = 0; k < _layers.Count; k++)
            {
                _outputs[k] = View(_outputMemory[k], _layers[k].OutputCount);
            }
        }
    }

    internal LayerState State(int layer) =>
        new(layer == 0 ? Inputs : _outputs[layer - 1], _outputs[layer], _rooms[layer]);

    /// <summary>
    /// A buffer for the values between two layers; the parity of their count decides which, so that neighbours differ.
    /// </summary>
    internal DeviceMatrix Between(int parity, int width) =>
        View(_between[parity & 1].Vector(checked(_capacity * _widestBetween)), width);

    /// <summary>Row <paramref name="output"/> of the identity.</summary>
    internal DeviceVector UnitRow(int output) =>
        (_unitRows ??= Identity(Device, _layers[^1].OutputCount)).Row(output);

    private static DeviceMatrix Identity(IDevice device, int order)
    {
        var identity = device.Allocate(checked(order * order));
        for (var k = 0; k < order; k++)
        {
            device.Fill(1, identity.Slice(k * (order + 1), 1));
        }

        return identity.AsMatrix(order, order);
    }

    private DeviceMatrix View(DeviceVector memory, int width) =>
        memory.Slice(0, SampleCount * width).AsMatrix(SampleCount, width);

    private void Grow(int samples)
    {
        if (samples <= _capacity)
        {
            return;
        }

        _capacity = samples;
        SampleCount = 0;
        for (var k = 0; k < _layers.Count; k++)
        {
            // Of two in a row the second would overwrite the outputs that the first needs.
            var sharesInputs = k > 0 && _layers[k].IsInPlace && !_layers[k - 1].IsInPlace;
            _outputMemory[k] = sharesInputs ? _outputMemory[k - 1] : Allocate(samples, _layers[k].OutputCount);
        }
    }

    private DeviceVector Allocate(int samples, int width) => Device.Allocate(checked(samples * width));
}
