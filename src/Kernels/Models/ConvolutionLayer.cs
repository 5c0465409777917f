using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// Convolution of images (cross-correlation, as everywhere in networks): every output channel is the sum over the
/// patches under a window, times weights, plus a bias. Weights are W (channels × patch, a patch plane by plane), then
/// b. The patches of some images at a time become the columns of a matrix, so that products do the work.
/// </summary>
internal sealed class ConvolutionLayer : ILayer
{
    /// <summary>Numbers in the patches of one chunk of images, 1 MiB: about what stays in the caches.</summary>
    private const int ChunkLength = 1 << 18;

    private const int LeastTurned = 16;

    private readonly Window _window;
    private readonly int _channels;

    /// <summary>Describes a convolution.</summary>
    /// <param name="window">The window with its stride and padding, and the input images.</param>
    /// <param name="channels">Channels of the outputs.</param>
    public ConvolutionLayer(Window window, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        (_window, _channels) = (window, channels);
        Output = new ImageShape(channels, window.OutputHeight, window.OutputWidth);
        Tensors =
        [
            new WeightTensor("weight", [channels, window.Input.Channels, window.Height, window.Width]),
            new WeightTensor("bias", [channels]),
        ];
    }

    /// <summary>Shape of the outputs.</summary>
    public ImageShape Output { get; }

    public int InputCount => _window.Input.Count;

    public int OutputCount => Output.Count;

    public int WeightCount => checked(_channels * (_window.PatchCount + 1));

    public long Operations => 2L * OutputCount * _window.PatchCount;

    public bool IsInPlace => false;

    public IReadOnlyList<WeightTensor> Tensors { get; }

    public string Description =>
        $"conv({_window.Input},{_channels},{_window.Height}x{_window.Width}"
        + $",stride={_window.Stride},pad={_window.Padding})";

    public void Accept(ILayerVisitor visitor) => visitor.VisitConvolution(_window, _channels);

    public void Initialize(Random random, Activation? next, Span<float> weights)
    {
        var area = _window.Height * _window.Width;
        FirstWeights.Draw(random, _window.PatchCount, _channels * area, next, weights, _channels);
    }

    public void Forward(IDevice device, DeviceVector weights, LayerState state)
    {
        for (var (start, count) = (0, Chunk(state.Inputs)); start < state.Inputs.RowCount; start += count)
        {
            count = Math.Min(count, state.Inputs.RowCount - start);
            var sums = Sums(state, count);
            device.Product(1, Matrix(weights), Patches(device, state, state.Inputs.Rows(start, count)), 0, sums);
            PutBack(device, sums, weights, state.Outputs.Rows(start, count));
        }
    }

    public void Product(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceVector weightDirection,
        DeviceMatrix? inputDirection,
        DeviceMatrix result)
    {
        for (var (start, count) = (0, Chunk(state.Inputs)); start < state.Inputs.RowCount; start += count)
        {
            count = Math.Min(count, state.Inputs.RowCount - start);
            var sums = Sums(state, count);
            var patches = Patches(device, state, state.Inputs.Rows(start, count));
            device.Product(1, Matrix(weightDirection), patches, 0, sums);
            if (inputDirection is { } direction)
            {
                patches = Patches(device, state, direction.Rows(start, count));
                device.Product(1, Matrix(weights), patches, 1, sums);
            }

            PutBack(device, sums, weightDirection, result.Rows(start, count));
        }
    }

    public void TransposedProduct(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceVector weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        // Of many channels the transpose is faster: then the patches need not be turned.
        var turned = state.Room.Temporary(2, _window.PatchCount, _channels).Transposed;
        var isTurned = _channels >= LeastTurned;
        for (var (start, count) = (0, Chunk(state.Inputs)); start < state.Inputs.RowCount; start += count)
        {
            count = Math.Min(count, state.Inputs.RowCount - start);
            var sums = Sums(state, count);
            device.ExchangeRowGroups(slopes.Rows(start, count), sums);
            var patches = Patches(device, state, state.Inputs.Rows(start, count));
            var target = isTurned ? turned : Matrix(weightSlopes);
            device.Product(1, sums, patches.Transposed, start == 0 ? 0 : 1, target);
            PassOn(device, weights, sums, patches, inputSlopes?.Rows(start, count));
        }

        if (isTurned)
        {
            device.Copy(turned, Matrix(weightSlopes));
        }

        var channelSums = state.Room.Temporary(1, slopes.RowCount, _channels);
        device.RowGroupSums(slopes, channelSums);
        device.ColumnSums(channelSums, Biases(weightSlopes));
    }

    public void SampleProducts(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceMatrix weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        var matrixSize = _channels * _window.PatchCount;
        for (var sample = 0; sample < slopes.RowCount; sample++)
        {
            var own = slopes.Row(sample).AsMatrix(_channels, _window.PositionCount);
            var patches = Patches(device, state, state.Inputs.Rows(sample, 1));
            device.Product(1, own, patches.Transposed, 0, Matrix(weightSlopes.Row(sample)));
            PassOn(device, weights, own, patches, inputSlopes?.Rows(sample, 1));
        }

        device.RowGroupSums(slopes, weightSlopes.Columns(matrixSize, _channels));
    }

    /// <summary>Slopes of the patches, in their place, then those of the images.</summary>
    private void PassOn(
        IDevice device, DeviceVector weights, DeviceMatrix slopes, DeviceMatrix patches, DeviceMatrix? inputSlopes)
    {
        if (inputSlopes is { } result)
        {
            device.Product(1, Matrix(weights).Transposed, slopes, 0, patches);
            device.Fold(_window, patches, result);
        }
    }

    private int Chunk(DeviceMatrix inputs)
    {
        var perImage = (long)_window.PatchCount * _window.PositionCount;
        return (int)Math.Clamp(ChunkLength / perImage, 1, Math.Max(inputs.RowCount, 1));
    }

    private DeviceMatrix Patches(IDevice device, LayerState state, DeviceMatrix images)
    {
        var patches = state.Room.Temporary(0, _window.PatchCount, images.RowCount * _window.PositionCount);
        device.Unfold(_window, images, patches);
        return patches;
    }

    /// <summary>Channels × (images · positions).</summary>
    private DeviceMatrix Sums(LayerState state, int images) =>
        state.Room.Temporary(1, _channels, images * _window.PositionCount);

    private void PutBack(IDevice device, DeviceMatrix sums, DeviceVector weights, DeviceMatrix outputs)
    {
        device.ExchangeRowGroups(sums, outputs);
        device.AddToRowGroups(Biases(weights), outputs);
    }

    private DeviceMatrix Matrix(DeviceVector weights) =>
        weights.Slice(0, _channels * _window.PatchCount).AsMatrix(_channels, _window.PatchCount);

    private DeviceVector Biases(DeviceVector weights) => weights.Slice(_channels * _window.PatchCount, _channels);
}
