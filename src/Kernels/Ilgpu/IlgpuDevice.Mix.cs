using ILGPU;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>The consensus step.</summary>
internal sealed partial class IlgpuDevice
{
    /// <summary>Floats that have arrived and lie on the machine at once: 256 MB.</summary>
    private const int MostArrivals = 1 << 26;

    private readonly ElementProgram<MixArguments> _mix = new(accelerator, Mixing.Sum);
    private readonly GrowingBlock<float> _arrivals = new(accelerator);
    private readonly GrowingBlock<double> _carry = new(accelerator);
    private readonly LockedArrays _locked = new(accelerator);

    /// <inheritdoc/>
    public void Mix(ReadOnlySpan<ReadOnlyMemory<float>> inputs, ReadOnlySpan<double> weights, DeviceVector result)
    {
        Shapes.RequireLength(inputs.Length, weights.Length);
        foreach (var input in inputs)
        {
            Shapes.RequireLength(input.Length, result.Length);
            _locked.Lock(input);
        }

        if (inputs.IsEmpty)
        {
            Fill(0, result);
            return;
        }

        var most = Math.Max(1, MostArrivals / Math.Min(inputs.Length, MixArguments.Capacity));
        for (var start = 0; start < result.Length; start += most)
        {
            MixPart(inputs, weights, start, result.Slice(start, Math.Min(most, result.Length - start)));
        }

        // What arrived is its owner's again when this returns.
        accelerator.Synchronize();
    }

    /// <inheritdoc/>
    public void Mix(ReadOnlySpan<DeviceVector> inputs, ReadOnlySpan<double> weights, DeviceVector result)
    {
        Shapes.RequireLength(inputs.Length, weights.Length);
        if (inputs.IsEmpty)
        {
            Fill(0, result);
            return;
        }

        for (var first = 0; first < inputs.Length; first += MixArguments.Capacity)
        {
            var count = Math.Min(MixArguments.Capacity, inputs.Length - first);
            var arguments = Arguments(first, count, inputs.Length, result);
            for (var k = 0; k < count; k++)
            {
                Shapes.RequireSame(inputs[first + k], result);
                arguments.Set(k, View(inputs[first + k]), weights[first + k]);
            }

            Pad(ref arguments, View(inputs[first + count - 1]));
            _mix.Run(result.Length, arguments);
        }
    }

    /// <summary>Sixteen vectors at once; those before stay as float64 sums.</summary>
    private void MixPart(
        ReadOnlySpan<ReadOnlyMemory<float>> inputs, ReadOnlySpan<double> weights, int start, DeviceVector result)
    {
        for (var first = 0; first < inputs.Length; first += MixArguments.Capacity)
        {
            var count = Math.Min(MixArguments.Capacity, inputs.Length - first);
            var arguments = Arguments(first, count, inputs.Length, result);
            var arrivals = _arrivals.View(count * result.Length);
            for (var k = 0; k < count; k++)
            {
                var place = arrivals.SubView(k * result.Length, result.Length);
                accelerator.CopyIn(inputs[first + k].Span.Slice(start, result.Length), place);
                arguments.Set(k, place, weights[first + k]);
            }

            Pad(ref arguments, arrivals.SubView((count - 1) * result.Length, result.Length));

            _mix.Run(result.Length, arguments);
        }
    }

    /// <summary>Places beyond the count hold the last vector, which is in the cache when they are read.</summary>
    private static void Pad(ref MixArguments arguments, ArrayView<float> last)
    {
        for (var k = arguments.Count; k < MixArguments.Capacity; k++)
        {
            arguments.Set(k, last, 0);
        }
    }

    private MixArguments Arguments(int first, int count, int total, DeviceVector result) => new()
    {
        Result = View(result),
        Carry = _carry.View(total > MixArguments.Capacity ? result.Length : 1),
        Count = count,
        IsFirst = first == 0 ? 1 : 0,
        IsLast = first + count == total ? 1 : 0,
    };
}
