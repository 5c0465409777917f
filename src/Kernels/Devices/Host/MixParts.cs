using System.Runtime.CompilerServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The consensus step over long vectors, cut into parts.</summary>
internal readonly unsafe ref struct MixParts(
    ReadOnlySpan<ReadOnlyMemory<float>> inputs, ReadOnlySpan<double> weights, Span<float> result) : IParallelBody
{
    /// <summary>Numbers in one part of the work of a pool.</summary>
    public const int PartLength = 16_384;

    /// <summary>Sums that stay in the first-level cache while the inputs pass by.</summary>
    private const int SumCount = 1024;

    private readonly ReadOnlySpan<ReadOnlyMemory<float>> _inputs = inputs;
    private readonly ReadOnlySpan<double> _weights = weights;
    private readonly Span<float> _result = result;

    public int Count => (_result.Length + PartLength - 1) / PartLength;

    [SkipLocalsInit]
    public void Run(int index)
    {
        var sums = stackalloc double[SumCount];
        var end = Math.Min((index + 1) * PartLength, _result.Length);
        for (var start = index * PartLength; start < end; start += SumCount)
        {
            Mix(start, Math.Min(SumCount, end - start), sums);
        }
    }

    private void Mix(int start, int length, double* sums)
    {
        new Span<double>(sums, length).Clear();
        for (var j = 0; j < _inputs.Length; j += 2)
        {
            var (second, secondWeight) = j + 1 < _inputs.Length
                ? (_inputs[j + 1].Slice(start, length), _weights[j + 1])
                : (ReadOnlyMemory<float>.Empty, 0);
            fixed (float* x = _inputs[j].Span.Slice(start, length), y = second.Span)
            {
                WideSums.Accumulate(_weights[j], x, secondWeight, y, sums, length);
            }
        }

        fixed (float* target = _result.Slice(start, length))
        {
            WideSums.Narrow(sums, target, length);
        }
    }
}
