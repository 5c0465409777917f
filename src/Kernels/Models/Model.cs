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

    /// <summary>The layers, from the inputs on.</summary>
    internal IReadOnlyList<ILayer> Layers => _layers;

    /// <summary>Floating-point operations of one forward evaluation of one sample, about.</summary>
    public long Operations => _layers.Sum(layer => layer.Operations);

    /// <summary>Numbers that a workspace keeps per sample, about.</summary>
    internal long NumbersPerSample =>
        2L * _layers.Max(layer => Math.Max(layer.InputCount, layer.OutputCount))
        + _layers.Sum(layer => (layer.IsInPlace ? 0L : layer.OutputCount) + layer.KeptCount
            + layer.Inner.Sum(model => model.NumbersPerSample));

    /// <summary>Number of layers.</summary>
    public int LayerCount => _layers.Length;

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
    /// Draws first weights: Glorot uniform before tanh, sigmoid and the outputs, He uniform before ReLU and GELU;
    /// biases zero.
    /// </summary>
    public void Initialize(Random random, Span<float> weights) => Initialize(random, null, weights);

    /// <summary>The same for a model within a layer; <paramref name="next"/> is the activation after it.</summary>
    internal void Initialize(Random random, Activation? next, Span<float> weights)
    {
        Shapes.RequireLength(weights.Length, WeightCount);
        for (var k = 0; k < _layers.Length; k++)
        {
            var following = Following(k, next);
            _layers[k].Initialize(random, following, weights.Slice(_offsets[k], _layers[k].WeightCount));
        }
    }

    /// <summary>The activation after a layer, whatever norms and pools lie between; null before outputs.</summary>
    private Activation? Following(int layer, Activation? next)
    {
        foreach (var later in _layers.Skip(layer + 1))
        {
            if (later is ActivationLayer activation)
            {
                return activation.Activation;
            }

            if (later is DenseLayer or ConvolutionLayer or ResidualLayer)
            {
                return null;
            }
        }

        return next;
    }

    /// <summary>Tells a visitor what the layers are, from the inputs on.</summary>
    public void Accept(ILayerVisitor visitor)
    {
        foreach (var layer in _layers)
        {
            layer.Accept(visitor);
        }
    }

    /// <summary>
    /// Where the weights of a layer begin in the flat vector; at <see cref="LayerCount"/>, where those of the last end.
    /// </summary>
    public int LayerOffset(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, LayerCount);
        return layer == LayerCount ? WeightCount : _offsets[layer];
    }

    /// <summary>
    /// Consecutive layers as a model of its own, whose weights are those of this model from
    /// <see cref="LayerOffset"/>(<paramref name="firstLayer"/>) on.
    /// </summary>
    public Model Slice(int firstLayer, int count)
    {
        RequireLayers(firstLayer, count);
        return new Model(_layers[firstLayer..(firstLayer + count)]);
    }

    /// <summary>
    /// Cuts the model into modules that follow each other, their weights too, such that the one with most work has as
    /// little as can be. A layer without weights stays with the layer before it, so that every module has weights.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer layers have weights than modules are wanted.</exception>
    public IReadOnlyList<Model> Modules(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var starts = ModuleCuts.Starts(_layers, count);
        return [.. starts.Select((start, k) =>
            Slice(start, (k + 1 < starts.Count ? starts[k + 1] : LayerCount) - start))];
    }

    /// <summary>Makes the room for evaluations on a device.</summary>
    public ModelWorkspace CreateWorkspace(IDevice device) => new(device, this, new ModelScratch(device));

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
            _layers[k].Forward(workspace.Device, Part(weights, k), workspace.State(k));
        }

        return workspace.Outputs;
    }

    /// <summary>J·direction (forward mode), samples × outputs.</summary>
    public void Product(ModelWorkspace workspace, DeviceVector weights, DeviceVector direction, DeviceMatrix result) =>
        Product(workspace, weights, direction, null, result);

    /// <summary>The same where the inputs move too.</summary>
    internal void Product(
        ModelWorkspace workspace,
        DeviceVector weights,
        DeviceVector direction,
        DeviceMatrix? inputDirection,
        DeviceMatrix result)
    {
        Shapes.RequireLength(direction.Length, WeightCount);
        Shapes.RequireShape(result, workspace.SampleCount, OutputCount);
        var passed = inputDirection;
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
    /// <param name="workspace">That of the last forward evaluation.</param>
    /// <param name="weights">The weights of that evaluation.</param>
    /// <param name="slopes">Slopes of the outputs, samples × outputs.</param>
    /// <param name="result">Slopes of the weights, not written before <paramref name="firstLayer"/>.</param>
    /// <param name="inputSlopes">Where given, receives the slopes of the inputs of layer <paramref name="firstLayer"/>,
    /// samples × inputs: what a module hands to the one before it.</param>
    /// <param name="firstLayer">The layer at which the sweep ends; 0 for all.</param>
    public void TransposedProduct(
        ModelWorkspace workspace,
        DeviceVector weights,
        DeviceMatrix slopes,
        DeviceVector result,
        DeviceMatrix? inputSlopes = null,
        int firstLayer = 0)
    {
        Shapes.RequireLength(result.Length, WeightCount);
        Shapes.RequireShape(slopes, workspace.SampleCount, OutputCount);
        RequireLayers(firstLayer, 1);
        if (inputSlopes is { } wanted)
        {
            Shapes.RequireShape(wanted, workspace.SampleCount, _layers[firstLayer].InputCount);
        }

        var passed = slopes;
        var parity = 0;
        for (var k = _layers.Length - 1; k >= firstLayer; k--)
        {
            var layer = _layers[k];
            parity += layer.IsInPlace && k < _layers.Length - 1 ? 0 : 1;
            var input = k == firstLayer ? inputSlopes : workspace.Between(parity, layer.InputCount);
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
            SampleProducts(workspace, weights, seeds, result.EveryRow(output, OutputCount), null);
        }
    }

    /// <summary>
    /// As <see cref="TransposedProduct"/>, with the slopes of the weights of every sample in a row of their own.
    /// </summary>
    internal void SampleProducts(
        ModelWorkspace workspace,
        DeviceVector weights,
        DeviceMatrix slopes,
        DeviceMatrix result,
        DeviceMatrix? inputSlopes)
    {
        var passed = slopes;
        var parity = 0;
        for (var k = _layers.Length - 1; k >= 0; k--)
        {
            var layer = _layers[k];
            parity += layer.IsInPlace && k < _layers.Length - 1 ? 0 : 1;
            var input = k == 0 ? inputSlopes : workspace.Between(parity, layer.InputCount);
            var columns = result.Columns(_offsets[k], layer.WeightCount);
            layer.SampleProducts(workspace.Device, Part(weights, k), workspace.State(k), passed, columns, input);
            passed = input ?? passed;
        }
    }

    private void RequireLayers(int first, int count)
    {
        if (first < 0 || count < 1 || first > LayerCount - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), $"There are no {count} layers from {first} on in a model of {LayerCount}.");
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
