namespace Murmuration.Agent.Data.Generated;

/// <summary>
/// A small classification set: 4 classes, normal clouds of deviation 0.35 around (±1, ±1), turned by an angle of the
/// seed; the best possible accuracy is Φ(1/0.35)² ≈ 99.6 %.
/// </summary>
internal static class ClusterGenerator
{
    private const int ClassCount = 4;
    private const int InputCount = 2;
    private const double Deviation = 0.35;

    /// <summary>Draws rows <paramref name="first"/> … of the set, the classes in turn.</summary>
    public static Dataset Generate(int count, long seed, int first = 0)
    {
        var angle = new RandomStream(seed, -1).NextUniform(0, Math.PI / 2);
        var inputs = new float[count * InputCount];
        var labels = new int[count];
        for (var row = 0; row < count; row++)
        {
            var random = new RandomStream(seed, first + row);
            labels[row] = (first + row) % ClassCount;
            var (sine, cosine) = Math.SinCos(angle + (labels[row] * Math.PI / 2) + (Math.PI / 4));
            inputs[row * InputCount] = (float)((Math.Sqrt(2) * cosine) + (Deviation * random.NextNormal()));
            inputs[(row * InputCount) + 1] = (float)((Math.Sqrt(2) * sine) + (Deviation * random.NextNormal()));
        }

        return Dataset.ForClasses(inputs, InputCount, labels, ClassCount);
    }
}
