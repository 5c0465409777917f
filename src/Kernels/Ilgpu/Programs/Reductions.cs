using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>
/// Sums in float64 in two passes: partial results of as many groups, then one group over them. Which number is added
/// where depends on the length and the size of a group alone, so that a device gives the same bits every time.
/// </summary>
internal static class Reductions
{
    public static void Parts<TTerm>(ReductionArguments arguments)
        where TTerm : struct, ITerm
    {
        var result = 0.0;
        for (var k = (Grid.IdxX * Group.DimX) + Group.IdxX; k < arguments.Count; k += Grid.DimX * Group.DimX)
        {
            result = default(TTerm).Join(result, default(TTerm).Of(arguments.X[k], arguments.Y[k]));
        }

        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        result = GroupTree.Reduce<TTerm>(room, result);
        if (Group.IdxX == 0)
        {
            arguments.Parts[Grid.IdxX] = result;
        }
    }

    public static void Whole<TTerm>(ReductionArguments arguments)
        where TTerm : struct, ITerm
    {
        var result = 0.0;
        for (var k = Group.IdxX; k < arguments.Count; k += Group.DimX)
        {
            result = default(TTerm).Join(result, arguments.Parts[k]);
        }

        var room = SharedMemory.Allocate<double>(GroupTree.MaxSize);
        result = GroupTree.Reduce<TTerm>(room, result);
        if (Group.IdxX == 0)
        {
            arguments.Result[0] = result;
        }
    }
}
