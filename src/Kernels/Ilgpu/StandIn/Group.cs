using Murmuration.Kernels.Ilgpu.StandIn;

namespace ILGPU;

/// <summary>The group that the running thread belongs to.</summary>
internal static class Group
{
    public static int IdxX => Lane.Current.Index;

    public static int DimX => Lane.Current.Group.Size;

    /// <summary>Waits until all threads of the group are here.</summary>
    public static void Barrier() => Lane.Current.Wait();
}
