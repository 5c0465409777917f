using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>One number of every thread of a group, joined in a tree; groups have a power of two of threads.</summary>
internal static class GroupTree
{
    /// <summary>The largest group.</summary>
    public const int MaxSize = 256;

    /// <summary>The result at every thread; the room is free again afterwards.</summary>
    public static double Reduce<TTerm>(ArrayView<double> room, double value)
        where TTerm : struct, ITerm
    {
        var lane = Group.IdxX;
        room[lane] = value;
        Group.Barrier();
        for (var width = Group.DimX / 2; width > 0; width /= 2)
        {
            if (lane < width)
            {
                room[lane] = default(TTerm).Join(room[lane], room[lane + width]);
            }

            Group.Barrier();
        }

        var result = room[0];
        Group.Barrier();
        return result;
    }
}
