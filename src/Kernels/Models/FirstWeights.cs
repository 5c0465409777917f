namespace Murmuration.Kernels.Models;

/// <summary>Where the weights of a layer begin.</summary>
internal static class FirstWeights
{
    /// <summary>
    /// Uniform in ±√(6/(in + out)) (Glorot), before ReLU and GELU ±√(6/in) (He); the biases at the end zero.
    /// </summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="fanIn">Numbers that one output sums.</param>
    /// <param name="fanOut">Outputs that one input moves.</param>
    /// <param name="next">The activation that follows.</param>
    /// <param name="weights">All weights of the layer.</param>
    /// <param name="biasCount">The last of them that are biases.</param>
    public static void Draw(
        Random random, int fanIn, int fanOut, Activation? next, Span<float> weights, int biasCount)
    {
        var fan = next is Activation.Relu or Activation.Gelu ? fanIn : fanIn + fanOut;
        var bound = Math.Sqrt(6.0 / fan);
        weights.Clear();
        foreach (ref var weight in weights[..^biasCount])
        {
            weight = (float)(bound * (2 * random.NextDouble() - 1));
        }
    }
}
