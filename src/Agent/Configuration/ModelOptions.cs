using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Configuration;

/// <summary>
/// The key <c>model</c> of a run file: a multilayer perceptron between the data's inputs and targets.
/// </summary>
internal sealed record ModelOptions
{
    /// <summary>Widths of the hidden layers, from the inputs on; an empty list is a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [40];

    /// <summary>Activation of the hidden layers; the outputs are linear.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;
}
