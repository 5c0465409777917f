using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// Element by element tanh, sigmoid or ReLU; its Jacobian is diagonal and follows from the outputs alone.
/// </summary>
internal sealed class ActivationLayer(Activation activation, int count) : ILayer
{
    private readonly ElementFunction _function = activation switch
    {
        Activation.Tanh => ElementFunction.Tanh,
        Activation.Sigmoid => ElementFunction.Sigmoid,
        Activation.Relu => ElementFunction.Relu,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };

    public Activation Activation => activation;

    public int InputCount => count;

    public int OutputCount => count;

    public int WeightCount => 0;

    public bool IsInPlace => true;

    public IReadOnlyList<WeightTensor> Tensors => [];

    public string Description => _function switch
    {
        ElementFunction.Tanh => "tanh",
        ElementFunction.Sigmoid => "sigmoid",
        _ => "relu",
    };

    public void Initialize(Random random, Activation? next, Span<float> weights)
    {
    }

    public void Forward(IDevice device, DeviceVector weights, DeviceMatrix inputs, DeviceMatrix outputs) =>
        device.Map(_function, inputs.AsVector(), outputs.AsVector());

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
            MultiplyBySlope(device, state, direction, result);
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
            MultiplyBySlope(device, state, slopes, result);
        }
    }

    public void SampleProducts(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceMatrix weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        if (inputSlopes is { } result)
        {
            MultiplyBySlope(device, state, slopes, result);
        }
    }

    private void MultiplyBySlope(IDevice device, LayerState state, DeviceMatrix upstream, DeviceMatrix result) =>
        device.MultiplyBySlope(_function, state.Outputs.AsVector(), upstream.AsVector(), result.AsVector());
}
