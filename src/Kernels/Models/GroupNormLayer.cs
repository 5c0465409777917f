using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// Group norm (Wu and He, 2018): within every sample, groups of channels are brought to mean 0 and deviation 1, then
/// every channel is scaled and shifted. It needs no other sample, so that agents with little or uneven data do not
/// normalize by statistics of their own. Weights are the scales, then the shifts, one of each per channel.
/// </summary>
internal sealed class GroupNormLayer : ILayer
{
    private const float Epsilon = 1e-5f;

    private readonly ImageShape _shape;
    private readonly int _groups;

    /// <summary>Describes a norm.</summary>
    /// <exception cref="ArgumentException">The channels are no groups of equal size.</exception>
    public GroupNormLayer(ImageShape shape, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        if (shape.Channels % groups != 0)
        {
            throw new ArgumentException(
                $"{shape.Channels} channels are no {groups} groups of equal size.", nameof(groups));
        }

        (_shape, _groups) = (shape, groups);
    }

    public int InputCount => _shape.Count;

    public int OutputCount => _shape.Count;

    public int WeightCount => 2 * _shape.Channels;

    public long Operations => 8L * _shape.Count;

    public bool IsInPlace => false;

    /// <summary>Mean and inverse deviation of every group.</summary>
    public int KeptCount => 2 * _groups;

    public string Description => $"groupnorm({_shape},{_groups})";

    public IReadOnlyList<WeightTensor> Tensors =>
        [new WeightTensor("weight", [_shape.Channels]), new WeightTensor("bias", [_shape.Channels])];

    public void Accept(ILayerVisitor visitor) => visitor.VisitGroupNorm(_shape, _groups, Epsilon);

    /// <summary>Scales one, shifts zero.</summary>
    public void Initialize(Random random, Activation? next, Span<float> weights)
    {
        weights.Clear();
        weights[.._shape.Channels].Fill(1);
    }

    public void Forward(IDevice device, DeviceVector weights, LayerState state)
    {
        Normalize(device, state, state.Outputs);
        device.ScaleRowGroups(Scales(weights), Shifts(weights), state.Outputs, state.Outputs);
    }

    public void Product(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceVector weightDirection,
        DeviceMatrix? inputDirection,
        DeviceMatrix result)
    {
        Normalize(device, state, result);
        device.ScaleRowGroups(Scales(weightDirection), Shifts(weightDirection), result, result);
        if (inputDirection is { } direction)
        {
            var moved = state.Room.Temporary(0, result.RowCount, result.ColumnCount);
            var (means, inverses) = Statistics(state);
            device.NormalizeRowGroupsProduct(state.Inputs, means, inverses, direction, moved);
            device.ScaleRowGroups(Scales(weights), Zeros(device, state), moved, moved);
            device.AddScaled(1, moved.AsVector(), result.AsVector());
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
        var sums = state.Room.Temporary(1, slopes.RowCount, WeightCount);
        SumChannels(device, state, slopes, sums);
        device.ColumnSums(sums, weightSlopes);
        PassOn(device, weights, state, slopes, inputSlopes);
    }

    public void SampleProducts(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceMatrix weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        SumChannels(device, state, slopes, weightSlopes);
        PassOn(device, weights, state, slopes, inputSlopes);
    }

    /// <summary>Of every sample the slopes of scales and shifts.</summary>
    private void SumChannels(IDevice device, LayerState state, DeviceMatrix slopes, DeviceMatrix sums)
    {
        var normalized = state.Room.Temporary(0, slopes.RowCount, slopes.ColumnCount);
        Normalize(device, state, normalized);
        device.RowGroupDots(slopes, normalized, sums.Columns(0, _shape.Channels));
        device.RowGroupSums(slopes, sums.Columns(_shape.Channels, _shape.Channels));
    }

    private void PassOn(
        IDevice device, DeviceVector weights, LayerState state, DeviceMatrix slopes, DeviceMatrix? inputSlopes)
    {
        if (inputSlopes is { } result)
        {
            var scaled = state.Room.Temporary(0, slopes.RowCount, slopes.ColumnCount);
            var (means, inverses) = Statistics(state);
            device.ScaleRowGroups(Scales(weights), Zeros(device, state), slopes, scaled);
            device.NormalizeRowGroupsProduct(state.Inputs, means, inverses, scaled, result);
        }
    }

    private void Normalize(IDevice device, LayerState state, DeviceMatrix result)
    {
        var (means, inverses) = Statistics(state);
        device.NormalizeRowGroups(state.Inputs, Epsilon, means, inverses, result);
    }

    private (DeviceMatrix Means, DeviceMatrix InverseDeviations) Statistics(LayerState state)
    {
        var kept = state.Room.Kept(state.Inputs.RowCount);
        return (kept.Columns(0, _groups), kept.Columns(_groups, _groups));
    }

    private DeviceVector Zeros(IDevice device, LayerState state)
    {
        var zeros = state.Room.Temporary(2, 1, _shape.Channels).AsVector();
        device.Fill(0, zeros);
        return zeros;
    }

    private DeviceVector Scales(DeviceVector weights) => weights.Slice(0, _shape.Channels);

    private DeviceVector Shifts(DeviceVector weights) => weights.Slice(_shape.Channels, _shape.Channels);
}
