namespace Murmuration.Kernels.Devices.Host;

/// <summary>A map over long vectors, cut into parts.</summary>
internal readonly ref struct ElementwiseParts<TMap>(
    TMap map, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> result) : IParallelBody
    where TMap : struct, IMap
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _y = y;
    private readonly Span<float> _result = result;

    public int Count => (_x.Length + Elementwise.PartLength - 1) / Elementwise.PartLength;

    public void Run(int index)
    {
        var start = index * Elementwise.PartLength;
        var length = Math.Min(Elementwise.PartLength, _x.Length - start);
        Elementwise.Run(map, _x.Slice(start, length), _y.Slice(start, length), _result.Slice(start, length));
    }
}
