namespace Murmuration.Kernels.Devices.Host;

/// <summary>A sum over long vectors, cut into parts.</summary>
internal readonly ref struct ReductionParts<TReduction>(
    ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<double> sums) : IParallelBody
    where TReduction : struct, IReduction
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _y = y;
    private readonly Span<double> _sums = sums;

    public void Run(int index)
    {
        var start = index * Reduction.PartLength;
        var length = Math.Min(Reduction.PartLength, _x.Length - start);
        _sums[index] = Reduction.Part<TReduction>(_x.Slice(start, length), _y.Slice(start, length));
    }
}
