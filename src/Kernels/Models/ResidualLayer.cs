using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// block(x) + shortcut(x) (He et al., 2016), the shortcut being x itself where there is none. Weights are those of the
/// block, then those of the shortcut.
/// </summary>
internal sealed class ResidualLayer : ILayer
{
    private readonly Model _block;
    private readonly Model? _shortcut;

    /// <summary>Joins a block and its shortcut.</summary>
    /// <exception cref="ArgumentException">Their widths differ.</exception>
    public ResidualLayer(Model block, Model? shortcut)
    {
        var (inputs, outputs) = shortcut is null
            ? (block.InputCount, block.InputCount)
            : (shortcut.InputCount, shortcut.OutputCount);
        if ((inputs, outputs) != (block.InputCount, block.OutputCount))
        {
            throw new ArgumentException(
                $"The block makes {block.OutputCount} numbers of {block.InputCount}, "
                + $"its shortcut {outputs} of {inputs}.",
                nameof(shortcut));
        }

        (_block, _shortcut) = (block, shortcut);
        Inner = shortcut is null ? [block] : [block, shortcut];
    }

    public int InputCount => _block.InputCount;

    public int OutputCount => _block.OutputCount;

    public int WeightCount => checked(_block.WeightCount + (_shortcut?.WeightCount ?? 0));

    public long Operations => _block.Operations + (_shortcut?.Operations ?? 0) + OutputCount;

    public bool IsInPlace => false;

    /// <summary>The slopes or directions of a shortcut.</summary>
    public int KeptCount => _shortcut is null ? 0 : Math.Max(InputCount, OutputCount);

    public IReadOnlyList<Model> Inner { get; }

    public string Description =>
        _shortcut is null
            ? $"residual({_block.Description})"
            : $"residual({_block.Description} | {_shortcut.Description})";

    public IReadOnlyList<WeightTensor> Tensors =>
    [
        .. _block.Tensors.Select(tensor => tensor with { Name = $"block.{tensor.Name}" }),
        .. _shortcut?.Tensors.Select(tensor => tensor with { Name = $"shortcut.{tensor.Name}" }) ?? [],
    ];

    public void Accept(ILayerVisitor visitor) => visitor.VisitResidual(_block, _shortcut);

    public void Initialize(Random random, Activation? next, Span<float> weights)
    {
        _block.Initialize(random, next, weights[.._block.WeightCount]);
        _shortcut?.Initialize(random, next, weights[_block.WeightCount..]);
    }

    public void Forward(IDevice device, DeviceVector weights, LayerState state)
    {
        var outputs = _block.Forward(state.Room.Inner[0], BlockPart(weights), state.Inputs);
        var direct = _shortcut?.Forward(state.Room.Inner[1], ShortcutPart(weights), state.Inputs) ?? state.Inputs;
        device.Combine(1, outputs.AsVector(), 1, direct.AsVector(), state.Outputs.AsVector());
    }

    public void Product(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceVector weightDirection,
        DeviceMatrix? inputDirection,
        DeviceMatrix result)
    {
        _block.Product(
            state.Room.Inner[0], BlockPart(weights), BlockPart(weightDirection), inputDirection, result);
        var direct = inputDirection;
        if (_shortcut is not null)
        {
            direct = Aside(state, result.RowCount, OutputCount);
            _shortcut.Product(
                state.Room.Inner[1],
                ShortcutPart(weights),
                ShortcutPart(weightDirection),
                inputDirection,
                direct.Value);
        }

        Add(device, direct, result);
    }

    public void TransposedProduct(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceVector weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        _block.TransposedProduct(
            state.Room.Inner[0], BlockPart(weights), slopes, BlockPart(weightSlopes), inputSlopes);
        var direct = AsideOf(state, slopes, inputSlopes);
        _shortcut?.TransposedProduct(
            state.Room.Inner[1], ShortcutPart(weights), slopes, ShortcutPart(weightSlopes), direct);
        Add(device, direct, inputSlopes);
    }

    public void SampleProducts(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceMatrix weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        var (first, rest) = (_block.WeightCount, WeightCount - _block.WeightCount);
        _block.SampleProducts(
            state.Room.Inner[0], BlockPart(weights), slopes, weightSlopes.Columns(0, first), inputSlopes);
        var direct = AsideOf(state, slopes, inputSlopes);
        _shortcut?.SampleProducts(
            state.Room.Inner[1], ShortcutPart(weights), slopes, weightSlopes.Columns(first, rest), direct);
        Add(device, direct, inputSlopes);
    }

    private static void Add(IDevice device, DeviceMatrix? direct, DeviceMatrix? result)
    {
        if (direct is { } summand && result is { } sum)
        {
            device.AddScaled(1, summand.AsVector(), sum.AsVector());
        }
    }

    private static DeviceMatrix Aside(LayerState state, int samples, int width) =>
        state.Room.Kept(samples).AsVector().Slice(0, samples * width).AsMatrix(samples, width);

    /// <summary>Where the slopes of the inputs come to lie that pass the shortcut; the slopes themselves without one.
    /// </summary>
    private DeviceMatrix? AsideOf(LayerState state, DeviceMatrix slopes, DeviceMatrix? inputSlopes) =>
        _shortcut is null ? slopes : inputSlopes is null ? null : Aside(state, slopes.RowCount, InputCount);

    private DeviceVector BlockPart(DeviceVector vector) => vector.Slice(0, _block.WeightCount);

    private DeviceVector ShortcutPart(DeviceVector vector) =>
        vector.Slice(_block.WeightCount, WeightCount - _block.WeightCount);
}
