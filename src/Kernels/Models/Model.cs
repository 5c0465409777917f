using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// A sequence of layers f(w; x). The weights are one flat vector, layer by layer. Jacobian products are taken at the
/// weights and inputs of the workspace's last forward evaluation.
/// </summary>
public sealed class Model
{
    private readonly ILayer[] _layers;
    private readonly int[] _offsets;

    /// <summary>Joins layers whose widths fit.</summary>
    public Model(IReadOnlyList<ILayer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfZero(layers.Count, nameof(layers));
        _layers = [.. layers];
        _offsets = new int[_layers.Length];
        for (var k = 1; k < _layers.Length; k++)
        {
            RequireFit(_layers[k - 1], _layers[k]);
            _offsets[k] = checked(_offsets[k - 1] + _layers[k - 1].WeightCount);
        }

        WeightCount = checked(_offsets[^1] + _layers[^1].WeightCount);
    }

    /// <summary>Length Q of the weight vector.</summary>
    public int WeightCount { get; }

    /// <summary>Numbers per sample that go in.</summary>
    public int InputCount => _layers[0].InputCount;

    /// <summary>Numbers per sample that come out.</summary>
    public int OutputCount => _layers[^1].OutputCount;

    /// <summary>
    /// Canonical text of the structure, such as "dense(784,300) tanh dense(300,10)", equal for equal models.
    /// </summary>
    public string Description => string.Join(' ', _layers.Select(layer => layer.Description));

    /// <summary>Names and shapes of all weights, in their order in the flat vector.</summary>
    public IReadOnlyList<WeightTensor> Tensors =>
        [.. _layers.SelectMany((layer, k) =>
            layer.Tensors.Select(tensor => tensor with { Name = $"{k}.{tensor.Name}" }))];

    /// <summary>
    /// Dense layers with an activation between them and linear outputs; softmax and logistic belong to the loss.
    /// </summary>
    /// <param name="widths">Inputs, hidden units…, outputs: at least two numbers, all positive.</param>
    /// <param name="activation">Of all hidden layers.</param>
    public static Model MultilayerPerceptron(IReadOnlyList<int> widths, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(widths);
        ArgumentOutOfRangeException.ThrowIfLessThan(widths.Count, 2, nameof(widths));
        var layers = new List<ILayer>();
        for (var k = 1; k < widths.Count; k++)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Math.Min(widths[k - 1], widths[k]), nameof(widths));
            layers.Add(new DenseLayer(widths[k - 1], widths[k]));
            if (k < widths.Count - 1)
            {
                layers.Add(new ActivationLayer(activation, widths[k]));
            }
        }

        return new Model(layers);
    }

    /// <summary>
    /// Draws first weights: Glorot uniform before tanh, sigmoid and the outputs, He uniform before ReLU; biases zero.
    /// </summary>
    public void Initialize(Random random, Span<float> weights)
    {
        Shapes.RequireLength(weights.Length, WeightCount);
        for (var k = 0; k < _layers.Length; k++)
        {
            var following = k + 1 < _layers.Length ? _layers[k + 1] as ActivationLayer : null;
            _layers[k].Initialize(random, following?.Activation, weights.Slice(_offsets[k], _layers[k].WeightCount));
        }
    }

    /// <summary>Makes the room for evaluations on a device.</summary>
    public ModelWorkspace CreateWorkspace(IDevice device) => new(device, _layers);

    /// <summary>
    /// f(w; x) for every row x of the inputs; the result belongs to the workspace and lasts until its next evaluation.
    /// </summary>
    public DeviceMatrix Forward(ModelWorkspace workspace, DeviceVector weights, DeviceMatrix inputs)
    {
        Shapes.RequireLength(weights.Length, WeightCount);
        Shapes.RequireLength(inputs.ColumnCount, InputCount);
        workspace.Begin(inputs);
        for (var k = 0; k < _layers.Length; k++)
        {
            var state = workspace.State(k);
            _layers[k].Forward(workspace.Device, Part(weights, k), state.Inputs, state.Outputs);
        }

        return workspace.Outputs;
    }

    /// <summary>J·direction (forward mode), samples × outputs.</summary>
    public void Product(ModelWorkspace workspace, DeviceVector weights, DeviceVector direction, DeviceMatrix result)
    {
        Shapes.RequireLength(direction.Length, WeightCount);
        Shapes.RequireShape(result, workspace.SampleCount, OutputCount);
        DeviceMatrix? passed = null;
        var parity = 0;
        for (var k = 0; k < _layers.Length; k++)
        {
            var layer = _layers[k];
            parity += layer.IsInPlace && k > 0 ? 0 : 1;
            var output = k == _layers.Length - 1 ? result : workspace.Between(parity, layer.OutputCount);
            layer.Product(workspace.Device, Part(weights, k), workspace.State(k), Part(direction, k), passed, output);
            passed = output;
        }
    }

    /// <summary>
    /// Jᵀ·slopes (backward): the slope of a scalar in the weights from its slopes in the outputs, summed over samples.
    /// </summary>
    public void TransposedProduct(
        ModelWorkspace workspace, DeviceVector weights, DeviceMatrix slopes, DeviceVector result)
    {
        Shapes.RequireLength(result.Length, WeightCount);
        Shapes.RequireShape(slopes, workspace.SampleCount, OutputCount);
        var passed = slopes;
        var parity = 0;
        for (var k = _layers.Length - 1; k >= 0; k--)
        {
            var layer = _layers[k];
            parity += layer.IsInPlace && k < _layers.Length - 1 ? 0 : 1;
            var input = k == 0 ? (DeviceMatrix?)null : workspace.Between(parity, layer.InputCount);
            var state = workspace.State(k);
            layer.TransposedProduct(workspace.Device, Part(weights, k), state, passed, Part(result, k), input);
            passed = input ?? passed;
        }
    }

    /// <summary>
    /// The Jacobian itself, (samples·outputs) × weights; row m·outputs + o is the gradient of output o of sample m.
    /// One backward sweep per output. <paramref name="seeds"/> is room for one matrix of outputs.
    /// </summary>
    public void Jacobian(ModelWorkspace workspace, DeviceVector weights, DeviceMatrix seeds, DeviceMatrix result)
    {
        Shapes.RequireShape(seeds, workspace.SampleCount, OutputCount);
        Shapes.RequireShape(result, workspace.SampleCount * OutputCount, WeightCount);
        for (var output = 0; output < OutputCount; output++)
        {
            var device = workspace.Device;
            device.Fill(0, seeds.AsVector());
            device.AddRow(workspace.UnitRow(output), seeds);
            SampleProducts(workspace, weights, seeds, result.EveryRow(output, OutputCount));
        }
    }

    private void SampleProducts(
        ModelWorkspace workspace, DeviceVector weights, DeviceMatrix slopes, DeviceMatrix result)
    {
        var passed = slopes;
        var parity = 0;
        for (var k = _layers.Length - 1; k >= 0; k--)
        {
            var layer = _layers[k];
            parity += layer.IsInPlace && k < _layers.Length - 1 ? 0 : 1;
            var input = k == 0 ? (DeviceMatrix?)null : workspace.Between(parity, layer.InputCount);
            var columns = result.Columns(_offsets[k], layer.WeightCount);
            layer.SampleProducts(workspace.Device, Part(weights, k), workspace.State(k), passed, columns, input);
            passed = input ?? passed;
        }
    }

    private static void RequireFit(ILayer first, ILayer second)
    {
        if (first.OutputCount != second.InputCount)
        {
            throw new ArgumentException(
                $"Layer {first.Description} gives {first.OutputCount} numbers, "
                + $"{second.Description} takes {second.InputCount}.",
                nameof(second));
        }
    }

    private DeviceVector Part(DeviceVector vector, int layer) =>
        vector.Slice(_offsets[layer], _layers[layer].WeightCount);
}
