using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>What the threads of a pool share while they work, each number on cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 640)]
internal struct LoopState
{
    /// <summary>Rises when a loop opens, to an odd number, and when it closes.</summary>
    [FieldOffset(128)]
    public int Generation;

    /// <summary>The first index that nobody has taken.</summary>
    [FieldOffset(256)]
    public int Next;

    /// <summary>Workers that may touch the present loop.</summary>
    [FieldOffset(384)]
    public int Inside;

    /// <summary>Workers asleep.</summary>
    [FieldOffset(512)]
    public int Parked;

    public static bool IsOpen(int generation) => (generation & 1) != 0;
}
