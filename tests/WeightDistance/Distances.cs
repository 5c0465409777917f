namespace Murmuration.WeightDistance;

/// <summary>Distances between weight vectors.</summary>
internal static class Distances
{
    /// <summary>‖w_i − w̄‖ / ‖w̄‖ for each vector, where w̄ is their mean.</summary>
    /// <exception cref="InvalidDataException">The vectors differ in length.</exception>
    public static double[] ToMean(IReadOnlyList<float[]> vectors)
    {
        var length = vectors[0].Length;
        if (vectors.FirstOrDefault(vector => vector.Length != length) is { } other)
        {
            throw new InvalidDataException($"weights of different models: {length} and {other.Length} numbers");
        }

        var mean = new double[length];
        for (var k = 0; k < length; k++)
        {
            mean[k] = vectors.Average(vector => (double)vector[k]);
        }

        var norm = Math.Sqrt(mean.Sum(value => value * value));
        return [.. vectors.Select(vector => Distance(vector, mean) / norm)];
    }

    private static double Distance(float[] vector, double[] mean) =>
        Math.Sqrt(vector.Zip(mean).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
}
