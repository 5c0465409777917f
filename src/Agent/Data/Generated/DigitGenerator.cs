using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Generated;

/// <summary>
/// Draws handwriting-like digits: 16 × 16 grey values 0..1, 10 classes. Sample k is a function of the seed and k alone.
/// </summary>
internal static class DigitGenerator
{
    /// <summary>Width and height of an image in pixels.</summary>
    public const int Side = 16;

    private const int ClassCount = 10;

    /// <summary>Draws images <paramref name="first"/> … of the seed's endless set, the classes in turn.</summary>
    public static Dataset Generate(int count, long seed, int first = 0)
    {
        const int PixelCount = Side * Side;
        var inputs = new float[count * PixelCount];
        var labels = new int[count];
        var canvas = new DigitCanvas(Side);
        var path = new List<double>();
        for (var sample = 0; sample < count; sample++)
        {
            labels[sample] = (first + sample) % ClassCount;
            var pixels = inputs.AsSpan(sample * PixelCount, PixelCount);
            Draw(labels[sample], new RandomStream(seed, first + sample), canvas, path, pixels);
        }

        return Dataset.ForClasses(inputs, PixelCount, labels, ClassCount, image: new ImageShape(1, Side, Side));
    }

    private static void Draw(int digit, RandomStream random, DigitCanvas canvas, List<double> path, Span<float> pixels)
    {
        var styles = DigitStyles.Of(digit);
        var style = styles[random.NextIndex(styles.Length)];
        var pen = new DigitPen(random);
        var radius = random.NextUniform(0.032, 0.068);
        canvas.Clear();
        foreach (var stroke in style)
        {
            path.Clear();
            pen.Write(stroke, path);
            canvas.Draw(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(path), radius);
        }

        var contrast = random.NextUniform(0.75, 1.0);
        var noise = random.NextUniform(0.0, 0.05);
        canvas.Develop(radius, contrast, noise, random, pixels);
    }
}
