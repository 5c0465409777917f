using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Configuration;

/// <summary>The key <c>model</c> of a run file: the network between the data's inputs and targets.</summary>
internal sealed record ModelOptions
{
    /// <summary>The network, where <see cref="Layers"/> gives none.</summary>
    public ModelPreset Preset { get; init; } = ModelPreset.Mlp;

    /// <summary>
    /// Widths of the hidden layers of a multilayer perceptron, from the inputs on; an empty list is a linear model,
    /// null one layer of 40.
    /// </summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>
    /// Activation of the hidden layers of a multilayer perceptron, null for tanh; the outputs are linear.
    /// </summary>
    public Activation? Activation { get; init; }

    /// <summary>
    /// The network layer by layer, such as <c>["conv(16,5,pad=2)", "relu", "maxpool(2)", "dense"]</c>; null for the
    /// preset.
    /// </summary>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary>Channels, height and width of the inputs, where the data's files do not say them.</summary>
    public IReadOnlyList<int>? Image { get; init; }
}
