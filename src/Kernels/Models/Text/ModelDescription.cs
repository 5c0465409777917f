using System.Globalization;
using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models.Text;

// Grammar: model = layer { " " layer } ; layer = name [ "(" numbers ")" ] | "residual(" model [ " | " model ] ")".
/// <summary>
/// Builds a model again from its <see cref="Model.Description"/>. It equals the model described in all but the noise of
/// training: which elements dropout takes and where crops fall are drawn anew.
/// </summary>
public static class ModelDescription
{
    /// <summary>Residual blocks within residual blocks, at most.</summary>
    private const int Deepest = 4;

    /// <summary>Builds the model.</summary>
    /// <param name="description">As <see cref="Model.Description"/> gives it.</param>
    /// <param name="inputs">Numbers per sample that go in; a description that begins with a layer of any width does not
    /// tell.</param>
    /// <exception cref="FormatException">This describes no model with so many inputs; the message says why.</exception>
    public static Model Read(string description, int inputs)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        try
        {
            var model = Build(description, inputs, Deepest);
            if (model.OutputCount < 1 || model.Description != description)
            {
                throw new FormatException($"it would be written '{model.Description}'");
            }

            return model;
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            throw new FormatException(error.Message.Split(" (Parameter")[0], error);
        }
    }

    private static Model Build(string text, int inputs, int depth)
    {
        var (layers, count) = (new List<ILayer>(), inputs);
        foreach (var part in Split(text, " "))
        {
            var layer = CreateLayer(part, count, layers.Count, depth);
            if (layer.InputCount != count)
            {
                throw new FormatException($"'{part}' takes {layer.InputCount} numbers, {count} come in");
            }

            layers.Add(layer);
            count = layer.OutputCount;
        }

        return new Model(layers);
    }

    private static ILayer CreateLayer(string part, int inputs, int index, int depth)
    {
        var open = part.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return CreateActivation(part, inputs);
        }

        var (name, inner) = (part[..open], part.EndsWith(')') ? part[(open + 1)..^1] : throw Unknown(part));
        return name switch
        {
            "residual" => CreateResidual(inner, inputs, depth),
            "dropout" => new DropoutLayer(inputs, Share(inner), index),
            _ => CreateSized(name, Numbers(inner), index) ?? throw Unknown(part),
        };
    }

    private static ActivationLayer CreateActivation(string name, int inputs) =>
        Enum.TryParse<Activation>(name, ignoreCase: true, out var activation) && Enum.IsDefined(activation)
            ? new ActivationLayer(activation, inputs)
            : throw Unknown(name);

    private static ILayer? CreateSized(string name, int[] numbers, int index) => (name, numbers) switch
    {
        ("dense", [var inputs, > 0 and var outputs]) => new DenseLayer(inputs, outputs),
        ("conv", [var c, var h, var w, var channels, .. var window]) when CreateWindow(c, h, w, window) is { } placed =>
            new ConvolutionLayer(placed, channels),
        ("maxpool", [var c, var h, var w, .. var window]) when CreateWindow(c, h, w, window) is { } placed =>
            new MaxPoolLayer(placed),
        ("avgpool", [var c, var h, var w, .. var window]) when CreateWindow(c, h, w, window) is { } placed =>
            new AveragePoolLayer(placed),
        ("groupnorm", [var c, var h, var w, var groups]) => new GroupNormLayer(new ImageShape(c, h, w), groups),
        ("crop", [var c, var h, var w, var height, var width]) when height <= h && width <= w =>
            new CropLayer(new ImageShape(c, h, w), height, width, index),
        _ => null,
    };

    private static Window? CreateWindow(int channels, int lines, int places, int[] numbers) => numbers switch
    {
        [var height, var width, var stride, var padding] =>
            new Window(new ImageShape(channels, lines, places), height, width, stride, padding),
        _ => null,
    };

    private static ResidualLayer CreateResidual(string inner, int inputs, int depth)
    {
        var paths = depth > 0 ? Split(inner, " | ") : throw new FormatException("residual blocks lie too deep");
        return paths.Count is 1 or 2
            ? new ResidualLayer(
                Build(paths[0], inputs, depth - 1),
                paths.Count == 2 ? Build(paths[1], inputs, depth - 1) : null)
            : throw new FormatException($"a residual block has {paths.Count} paths");
    }

    /// <summary>The numbers in such as "1x28x28,6,5x5,stride=1,pad=2".</summary>
    private static int[] Numbers(string text) =>
    [
        .. text.Replace("stride=", "", StringComparison.Ordinal).Replace("pad=", "", StringComparison.Ordinal)
            .Split([',', 'x'])
            .Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FormatException($"'{number}' in '({text})' is no number")),
    ];

    private static double Share(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and < 1
            ? share
            : throw new FormatException($"'{text}' is no rate from 0 to below 1");

    /// <summary>The parts between separators that stand outside all brackets.</summary>
    private static List<string> Split(string text, string separator)
    {
        var (parts, start, depth) = (new List<string>(), 0, 0);
        for (var k = 0; k < text.Length; k++)
        {
            depth += text[k] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && string.CompareOrdinal(text, k, separator, 0, separator.Length) == 0)
            {
                parts.Add(text[start..k]);
                start = k + separator.Length;
                k = start - 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static FormatException Unknown(string part) =>
        new($"'{(part.Length <= 60 ? part : part[..60] + "…")}' is no layer that this version knows");
}
