using Murmuration.Kernels.Ilgpu.StandIn;

namespace ILGPU;

/// <summary>All groups of a launch.</summary>
internal static class Grid
{
    public static int IdxX => Lane.Current.Group.Index;

    public static int DimX => Lane.Current.Group.GridSize;
}
