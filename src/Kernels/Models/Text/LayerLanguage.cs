using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models.Text;

/// <summary>
/// Builds models from layers in words: <c>conv(channels, size, stride=1, pad=0)</c>, <c>maxpool(size, stride=size,
/// pad=0)</c>, <c>avgpool(size, …)</c> or <c>avgpool</c> over whole planes, <c>groupnorm(groups)</c>,
/// <c>residual(channels, stride=1, groups=8)</c>, <c>dropout(rate)</c>, <c>crop(size)</c>, <c>flatten</c>,
/// <c>dense(units)</c> or <c>dense</c> for the outputs, and the activations. Sizes are a number or height x width.
/// </summary>
public static class LayerLanguage
{
    private static readonly Dictionary<string, string[]> Kinds = new(StringComparer.Ordinal)
    {
        ["conv"] = ["channels", "size", "stride=", "pad="],
        ["maxpool"] = ["size", "stride=", "pad="],
        ["avgpool"] = ["size=", "stride=", "pad="],
        ["groupnorm"] = ["groups"],
        ["residual"] = ["channels", "stride=", "groups="],
        ["dropout"] = ["rate"],
        ["crop"] = ["size"],
        ["flatten"] = [],
        ["dense"] = ["units="],
        ["relu"] = [],
        ["gelu"] = [],
        ["tanh"] = [],
        ["sigmoid"] = [],
        ["softplus"] = [],
    };

    /// <summary>Builds a model.</summary>
    /// <param name="image">Shape of the inputs; null where they are no images.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs that the last layer must have.</param>
    /// <param name="layers">The layers, from the inputs on.</param>
    /// <exception cref="LayerTextException">A layer cannot be read or does not fit.</exception>
    public static Model Build(ImageShape? image, int inputs, int outputs, IReadOnlyList<string> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        var builder = new LayerBuilder(image, inputs, outputs);
        for (var index = 0; index < layers.Count; index++)
        {
            var layer = LayerText.Parse(index, layers[index], Kinds);
            try
            {
                builder.Add(layer, index);
            }
            catch (ArgumentException error)
            {
                var problem = error.Message.Split(" (Parameter")[0].TrimEnd('.');
                throw layer.Fault($"'{layers[index]}' does not fit: {problem}");
            }
            catch (OverflowException)
            {
                throw layer.Fault($"'{layers[index]}' makes more numbers than an array holds");
            }
        }

        return builder.ToModel(layers.Count);
    }
}
