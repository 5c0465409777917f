using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// One stage of a model, outputs = layer(weights, inputs), one sample a row. J below is its Jacobian at the inputs and
/// outputs of the last forward evaluation. A layer keeps no numbers of its own, so one object serves any number of
/// workspaces and threads.
/// </summary>
public interface ILayer
{
    /// <summary>Numbers per sample that go in.</summary>
    int InputCount { get; }

    /// <summary>Numbers per sample that come out.</summary>
    int OutputCount { get; }

    /// <summary>Number of weights; zero for an activation.</summary>
    int WeightCount { get; }

    /// <summary>Floating-point operations of one forward evaluation of one sample, about.</summary>
    long Operations { get; }

    /// <summary>
    /// Whether outputs, and likewise their slopes and directions, may overwrite the inputs'; such a layer needs only
    /// its outputs.
    /// </summary>
    bool IsInPlace { get; }

    /// <summary>Numbers per sample that a forward evaluation leaves in the layer's room for products.</summary>
    int KeptCount => 0;

    /// <summary>Models within the layer, each of which gets a workspace in the layer's room.</summary>
    IReadOnlyList<Model> Inner => [];

    /// <summary>Canonical text, part of the model's fingerprint.</summary>
    string Description { get; }

    /// <summary>Roles and shapes of the weights, in their order in the flat vector; empty for an activation.</summary>
    IReadOnlyList<WeightTensor> Tensors { get; }

    /// <summary>
    /// Draws first weights; <paramref name="next"/> is the activation that follows, null at the end of the model.
    /// </summary>
    void Initialize(Random random, Activation? next, Span<float> weights);

    /// <summary>Tells a visitor what this layer is.</summary>
    void Accept(ILayerVisitor visitor);

    /// <summary>Evaluates the layer: from the inputs in the state to its outputs.</summary>
    void Forward(IDevice device, DeviceVector weights, LayerState state);

    /// <summary>
    /// Jacobian product (forward mode): from directions of weights and inputs to the direction of the outputs. The
    /// inputs' direction is null for the first layer, whose inputs are data.
    /// </summary>
    void Product(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceVector weightDirection,
        DeviceMatrix? inputDirection,
        DeviceMatrix result);

    /// <summary>
    /// Transposed Jacobian product (backward): from slopes of the outputs to those of the weights, summed over samples,
    /// and of the inputs, which nobody needs (null) in the first layer.
    /// </summary>
    void TransposedProduct(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceVector weightSlopes,
        DeviceMatrix? inputSlopes);

    /// <summary>
    /// As <see cref="TransposedProduct"/>, with the slopes of the weights of every sample in a row of their own.
    /// </summary>
    void SampleProducts(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceMatrix weightSlopes,
        DeviceMatrix? inputSlopes);
}
