using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>The two passes of a reduction.</summary>
internal sealed class ReductionPrograms
{
    private ReductionPrograms(
        IAccelerator accelerator, Action<ReductionArguments> parts, Action<ReductionArguments> whole)
    {
        Parts = new GroupProgram<ReductionArguments>(accelerator, parts);
        Whole = new GroupProgram<ReductionArguments>(accelerator, whole);
    }

    public GroupProgram<ReductionArguments> Parts { get; }

    public GroupProgram<ReductionArguments> Whole { get; }

    public static ReductionPrograms Of<TTerm>(IAccelerator accelerator)
        where TTerm : struct, ITerm =>
        new(accelerator, Reductions.Parts<TTerm>, Reductions.Whole<TTerm>);
}
