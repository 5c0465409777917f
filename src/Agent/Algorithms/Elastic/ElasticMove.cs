using System.Numerics.Tensors;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>
/// The elastic move of EASGD: position and centre pull each other by the same difference, so that their sum stays.
/// </summary>
/// <remarks>d = α (x − x̃),   x ← x − d,   x̃ ← x̃ + d.  Both ends compute d from the same floats by the same code, and
/// so get the same bits.</remarks>
internal static class ElasticMove
{
    /// <summary>result = α (x − x̃); the result may be one of the two.</summary>
    public static void Difference(
        double rate, ReadOnlySpan<float> position, ReadOnlySpan<float> centre, Span<float> result)
    {
        TensorPrimitives.Subtract(position, centre, result);
        TensorPrimitives.Multiply(result, (float)rate, result);
    }

    /// <summary>x̃ ← x̃ + d.</summary>
    public static void Push(ReadOnlySpan<float> difference, Span<float> centre) =>
        TensorPrimitives.Add(centre, difference, centre);

    /// <summary>x ← x − d.</summary>
    public static void Pull(ReadOnlySpan<float> difference, Span<float> position) =>
        TensorPrimitives.Subtract(position, difference, position);
}
