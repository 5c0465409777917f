using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models.Text;

/// <summary>Well-known networks in the layer language. A rectifier commutes with a maximum, and is cheaper after it.
/// </summary>
public static class ModelPresets
{
    /// <summary>
    /// After LeNet-5 (LeCun et al., 1998), in the form that is usual today: full connections between the channels,
    /// maxima and rectifiers; softmax belongs to the loss.
    /// </summary>
    public static IReadOnlyList<string> Lenet { get; } =
    [
        "conv(6,5,pad=2)", "maxpool(2)", "relu", "conv(16,5)", "maxpool(2)", "relu",
        "flatten", "dense(120)", "relu", "dense(84)", "relu", "dense",
    ];

    /// <summary>
    /// The network of the EASGD experiments (Zhang, Choromanska, LeCun, 2015) on 28 x 28: larger images are cropped, at
    /// random in training.
    /// </summary>
    public static IReadOnlyList<string> Cnn7(ImageShape image)
    {
        string[] network =
        [
            "conv(64,5)", "maxpool(2)", "relu", "conv(128,5)", "maxpool(2)", "relu", "conv(64,3)", "relu",
            "flatten", "dense(256)", "relu", "dropout(0.5)", "dense",
        ];
        return image is { Height: > 28, Width: > 28 } ? ["crop(28)", .. network] : network;
    }

    /// <summary>
    /// ResNet-20 (He et al., 2016) with group norm in the place of batch norm and projections in the shortcuts.
    /// </summary>
    public static IReadOnlyList<string> Resnet20 { get; } =
    [
        "conv(16,3,pad=1)", "groupnorm(8)", "relu", "residual(16)", "residual(16)", "residual(16)",
        "residual(32,stride=2)", "residual(32)", "residual(32)",
        "residual(64,stride=2)", "residual(64)", "residual(64)", "avgpool", "flatten", "dense",
    ];
}
