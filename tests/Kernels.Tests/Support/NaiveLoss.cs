using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Tests.Support;

/// <summary>Losses of one sample in float64, straight from their definitions.</summary>
internal static class NaiveLoss
{
    public static double Cost(ILoss loss, double[] f, double[] d) => loss switch
    {
        SquaredLoss => f.Zip(d, (a, b) => (b - a) * (b - a)).Sum(),
        SoftmaxCrossEntropyLoss => -f.Select((a, o) => d[o] * Math.Log(Softmax(f)[o])).Sum(),
        _ => f.Zip(d, (a, b) => Math.Log(1 + Math.Exp(a)) - b * a).Sum(),
    };

    public static double[] Slope(ILoss loss, double[] f, double[] d) => loss switch
    {
        SquaredLoss => [.. f.Zip(d, (a, b) => -2 * (b - a))],
        SoftmaxCrossEntropyLoss => [.. Softmax(f).Zip(d, (p, b) => p - b)],
        _ => [.. f.Zip(d, (a, b) => 1 / (1 + Math.Exp(-a)) - b)],
    };

    public static double[] Softmax(double[] f)
    {
        var sum = f.Sum(Math.Exp);
        return [.. f.Select(a => Math.Exp(a) / sum)];
    }
}
