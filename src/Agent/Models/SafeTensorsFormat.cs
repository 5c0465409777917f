using System.Runtime.InteropServices;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Data;

namespace Murmuration.Agent.Models;

/// <summary>
/// The agents' own format with the scaling as tensors beside the weights, so that no reader needs to decode the
/// statistics. Row-major; a dense layer's weight is outputs × inputs, a convolution's channels × channels of the
/// input × height × width, as in PyTorch, and so are the names of layers in a row.
/// </summary>
internal sealed class SafeTensorsFormat : IModelFormat
{
    /// <summary>Inputs minus this …</summary>
    public const string InputOffset = WeightTensors.ScalePrefix + "input.offset";

    /// <summary>… times this go into the model.</summary>
    public const string InputFactor = WeightTensors.ScalePrefix + "input.factor";

    /// <summary>Outputs of a regression times this …</summary>
    public const string OutputFactor = WeightTensors.ScalePrefix + "output.factor";

    /// <summary>… plus this are the targets in their own units.</summary>
    public const string OutputOffset = WeightTensors.ScalePrefix + "output.offset";

    /// <inheritdoc/>
    public string Name => "safetensors";

    /// <inheritdoc/>
    public string Extension => ".safetensors";

    /// <inheritdoc/>
    public void Write(string path, TrainedModel trained)
    {
        var tensors = trained.Model.Tensors.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape)).ToList();
        var values = new List<float>(trained.Weights.Length);
        values.AddRange(trained.Weights.Span);
        foreach (var (name, numbers) in Scales(trained))
        {
            tensors.Add(new NamedTensor(name, [numbers.Length]));
            values.AddRange(numbers);
        }

        SafeTensors.Write(path, tensors, CollectionsMarshal.AsSpan(values), ModelMetadata.Write(trained));
    }

    private static IEnumerable<(string Name, float[] Numbers)> Scales(TrainedModel trained)
    {
        var scaling = new ModelScaling(trained);
        yield return (InputOffset, Narrow(scaling.InputOffsets));
        yield return (InputFactor, Narrow(scaling.InputFactors));
        if (trained.Meaning.Outputs == OutputKind.Values)
        {
            yield return (OutputFactor, Narrow(scaling.OutputFactors));
            yield return (OutputOffset, Narrow(scaling.OutputOffsets));
        }
    }

    private static float[] Narrow(double[] numbers) => Array.ConvertAll(numbers, number => (float)number);
}
