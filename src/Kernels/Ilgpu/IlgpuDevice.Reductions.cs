using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Reductions to a scalar.</summary>
internal sealed partial class IlgpuDevice
{
    /// <summary>Partial results at most; enough groups for any card, few enough for the second pass.</summary>
    private const int MostParts = 1024;

    /// <summary>Numbers that a thread adds up before there is another group.</summary>
    private const int NumbersPerThread = 16;

    private readonly GrowingBlock<double> _parts = new(accelerator);
    private readonly GrowingBlock<double> _scalar = new(accelerator);
    private readonly ReductionPrograms _sums = ReductionPrograms.Of<Terms.Number>(accelerator);
    private readonly ReductionPrograms _sizes = ReductionPrograms.Of<Terms.Size>(accelerator);
    private readonly ReductionPrograms _dots = ReductionPrograms.Of<Terms.Product>(accelerator);
    private readonly ReductionPrograms _distances = ReductionPrograms.Of<Terms.SquaredDifference>(accelerator);
    private readonly ReductionPrograms _greatest = ReductionPrograms.Of<Terms.GreatestSize>(accelerator);

    /// <inheritdoc/>
    public double Dot(DeviceVector x, DeviceVector y) => Reduce(_dots, x, y);

    /// <inheritdoc/>
    public double SquaredNorm(DeviceVector x) => Reduce(_dots, x, x);

    /// <inheritdoc/>
    public double SquaredDistance(DeviceVector x, DeviceVector y) => Reduce(_distances, x, y);

    /// <inheritdoc/>
    public double Sum(DeviceVector x) => Reduce(_sums, x, x);

    /// <inheritdoc/>
    public double AbsoluteSum(DeviceVector x) => Reduce(_sizes, x, x);

    /// <inheritdoc/>
    public double MaxAbs(DeviceVector x) => Reduce(_greatest, x, x);

    private double Reduce(ReductionPrograms programs, DeviceVector x, DeviceVector y)
    {
        Shapes.RequireSame(x, y);
        if (x.Length == 0)
        {
            return 0;
        }

        var size = accelerator.GroupSize;
        var parts = Math.Min(MostParts, 1 + ((x.Length - 1) / (size * NumbersPerThread)));
        var arguments = new ReductionArguments
        {
            X = View(x),
            Y = View(y),
            Parts = _parts.View(parts),
            Result = _scalar.View(1),
            Count = x.Length,
        };
        programs.Parts.Run(parts, size, arguments);
        return Finish(programs, arguments with { Count = parts });
    }

    private double Finish(ReductionPrograms programs, ReductionArguments arguments)
    {
        programs.Whole.Run(1, accelerator.GroupSize, arguments);
        Span<double> result = [0];
        accelerator.CopyOut(arguments.Result, result);
        accelerator.Synchronize();
        return result[0];
    }
}
