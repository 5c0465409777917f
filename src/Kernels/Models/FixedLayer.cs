using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>A layer without weights: directions pass through its Jacobian, slopes back through the transpose.</summary>
internal abstract class FixedLayer(int inputCount, int outputCount) : ILayer
{
    public int InputCount => inputCount;

    public int OutputCount => outputCount;

    public int WeightCount => 0;

    public virtual long Operations => OutputCount;

    public virtual bool IsInPlace => false;

    public virtual int KeptCount => 0;

    public abstract string Description { get; }

    public IReadOnlyList<WeightTensor> Tensors => [];

    public abstract void Accept(ILayerVisitor visitor);

    public void Initialize(Random random, Activation? next, Span<float> weights)
    {
    }

    public void Forward(IDevice device, DeviceVector weights, LayerState state) => Evaluate(device, state);

    public void Product(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceVector weightDirection,
        DeviceMatrix? inputDirection,
        DeviceMatrix result)
    {
        if (inputDirection is { } direction)
        {
            Push(device, state, direction, result);
        }
        else
        {
            device.Fill(0, result.AsVector());
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
        if (inputSlopes is { } result)
        {
            Pull(device, state, slopes, result);
        }
    }

    public void SampleProducts(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceMatrix weightSlopes,
        DeviceMatrix? inputSlopes) =>
        TransposedProduct(device, weights, state, slopes, default, inputSlopes);

    /// <summary>Evaluates the layer.</summary>
    protected abstract void Evaluate(IDevice device, LayerState state);

    /// <summary>From a direction of the inputs to that of the outputs.</summary>
    protected abstract void Push(IDevice device, LayerState state, DeviceMatrix direction, DeviceMatrix result);

    /// <summary>From slopes of the outputs to those of the inputs.</summary>
    protected abstract void Pull(IDevice device, LayerState state, DeviceMatrix slopes, DeviceMatrix result);
}
