using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;

namespace Murmuration.Agent.Training;

/// <summary>Builds the network that a run file asks for, between the inputs of the data and its targets.</summary>
internal static class ModelFactory
{
    /// <summary>Two vectors of one message must fit an array.</summary>
    private const double MostWeights = 500_000_000;

    /// <summary>Builds the network.</summary>
    /// <exception cref="ConfigurationException">It does not fit the data, or is too large.</exception>
    public static Model Create(ModelOptions options, Dataset data, int outputs)
    {
        var image = ImageOf(options, data);
        var model = options is { Layers: null, Preset: ModelPreset.Mlp }
            ? CreatePerceptron(options, data.InputCount, outputs)
            : CreateFromLayers(options, image, data.InputCount, outputs);
        return model.WeightCount <= MostWeights ? model : throw TooLarge("layers", model.WeightCount);
    }

    private static Model CreatePerceptron(ModelOptions options, int inputs, int outputs)
    {
        int[] widths = [inputs, .. options.Hidden ?? [40], outputs];
        var weights = widths.Zip(widths.Skip(1), (from, to) => (from + 1.0) * to).Sum();
        return weights <= MostWeights
            ? Model.MultilayerPerceptron(widths, options.Activation ?? Activation.Tanh)
            : throw TooLarge("hidden", weights);
    }

    private static Model CreateFromLayers(ModelOptions options, ImageShape? image, int inputs, int outputs)
    {
        var layers = options.Layers ?? Preset(options.Preset, image, inputs);
        try
        {
            return LayerLanguage.Build(image, inputs, outputs, layers);
        }
        catch (LayerTextException error)
        {
            var key = options.Layers is null ? "model.preset" : "model.layers";
            throw new ConfigurationException(
                $"key '{key}': layer {error.Index + 1} of {layers.Count}: {error.Message}", error);
        }
        catch (OverflowException error)
        {
            throw new ConfigurationException("key 'model.layers': more weights than an array holds", error);
        }
    }

    /// <summary>The shape of the inputs as the model sees them; null where they are no images.</summary>
    /// <exception cref="ConfigurationException">The run file gives a shape that does not fit the data.</exception>
    public static ImageShape? ImageOf(ModelOptions options, Dataset data)
    {
        if (options.Image is not [var channels, var height, var width])
        {
            return data.Image;
        }

        return (long)channels * height * width == data.InputCount
            ? new ImageShape(channels, height, width)
            : throw new ConfigurationException(
                $"key 'model.image': {channels} x {height} x {width} are not the {data.InputCount} inputs of the data");
    }

    private static IReadOnlyList<string> Preset(ModelPreset preset, ImageShape? image, int inputs)
    {
        if (image is not { } shape)
        {
            throw new ConfigurationException(
                $"key 'model.preset': {preset.ToString().ToLowerInvariant()} needs images, but the data has {inputs} "
                + "inputs without a shape; give model.image = [channels, height, width]");
        }

        return preset switch
        {
            ModelPreset.Lenet => ModelPresets.Lenet,
            ModelPreset.Cnn7 => ModelPresets.Cnn7(shape),
            _ => ModelPresets.Resnet20,
        };
    }

    private static ConfigurationException TooLarge(string key, double weights) =>
        new($"key 'model.{key}': {weights:G3} weights are too many (at most {MostWeights:G3})");
}
