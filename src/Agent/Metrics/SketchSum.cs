namespace Murmuration.Agent.Metrics;

/// <summary>Sketches of the agents' vectors, added up one after another.</summary>
internal sealed class SketchSum
{
    private readonly double[] _sum = new double[CountSketch.BucketCount];
    private int _count;

    /// <summary>Adds an agent's sketch, if it has one.</summary>
    public void Add(IReadOnlyList<double>? sketch)
    {
        if (sketch is { Count: CountSketch.BucketCount })
        {
            _count++;
            for (var k = 0; k < _sum.Length; k++)
            {
                _sum[k] += sketch[k];
            }
        }
    }

    /// <summary>Adds an agent's sketch, if it has one.</summary>
    public void Add(IReadOnlyList<float>? sketch)
    {
        if (sketch is { Count: CountSketch.BucketCount })
        {
            _count++;
            for (var k = 0; k < _sum.Length; k++)
            {
                _sum[k] += sketch[k];
            }
        }
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _count = 0;
        Array.Clear(_sum);
    }

    /// <summary>About the norm of the sum of the vectors, or null unless so many agents had one.</summary>
    public double? NormOver(int agents) =>
        _count == agents && agents > 0 ? Math.Sqrt(_sum.Sum(value => value * value)) : null;
}
