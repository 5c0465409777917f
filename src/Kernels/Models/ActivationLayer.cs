using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// A function of every element; its Jacobian is diagonal and follows from the outputs alone, save that of GELU, which
/// follows from the inputs.
/// </summary>
internal sealed class ActivationLayer(Activation activation, int count) : FixedLayer(count, count)
{
    private readonly ElementFunction _function = activation switch
    {
        Activation.Tanh => ElementFunction.Tanh,
        Activation.Sigmoid => ElementFunction.Sigmoid,
        Activation.Relu => ElementFunction.Relu,
        Activation.Softplus => ElementFunction.Softplus,
        Activation.Gelu => ElementFunction.Gelu,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation."),
    };

    public Activation Activation => activation;

    public override bool IsInPlace => activation != Activation.Gelu;

    public override string Description => _function switch
    {
        ElementFunction.Tanh => "tanh",
        ElementFunction.Sigmoid => "sigmoid",
        ElementFunction.Softplus => "softplus",
        ElementFunction.Gelu => "gelu",
        _ => "relu",
    };

    public override void Accept(ILayerVisitor visitor) => visitor.VisitActivation(activation);

    protected override void Evaluate(IDevice device, LayerState state) =>
        device.Map(_function, state.Inputs.AsVector(), state.Outputs.AsVector());

    protected override void Push(IDevice device, LayerState state, DeviceMatrix direction, DeviceMatrix result)
    {
        var value = IsInPlace ? state.Outputs : state.Inputs;
        device.MultiplyBySlope(_function, value.AsVector(), direction.AsVector(), result.AsVector());
    }

    protected override void Pull(IDevice device, LayerState state, DeviceMatrix slopes, DeviceMatrix result) =>
        Push(device, state, slopes, result);
}
