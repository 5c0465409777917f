using System.Numerics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>A vector of one number: the oracle of the others.</summary>
internal readonly unsafe struct LanesScalar<T> : ILanes<T, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Count => 1;

    public static int TileRows => 4;

    public static T Load(T* source) => *source;

    public static void Store(T value, T* target) => *target = value;

    public static T Broadcast(T value) => value;

    public static T Multiply(T x, T y) => x * y;

    public static T MultiplyAdd(T x, T y, T z) => T.FusedMultiplyAdd(x, y, z);

    public static T MaskOfFirst(int count) => LaneMask.OfFirst<T, T>(count);

    public static T LoadMasked(T* source, T mask) => LaneMask.Load(source, mask);

    public static void StoreMasked(T value, T* target, T mask) => LaneMask.Store(value, target, mask);
}
