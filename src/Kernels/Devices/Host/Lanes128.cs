using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The registers that every processor has.</summary>
internal readonly unsafe struct Lanes128<T> : ILanes<T, Vector128<T>>
    where T : unmanaged
{
    public static int Count => Vector128<T>.Count;

    public static int TileRows => 6;

    public static Vector128<T> Load(T* source) => Vector128.Load(source);

    public static void Store(Vector128<T> value, T* target) => value.Store(target);

    public static Vector128<T> Broadcast(T value) => Vector128.Create(value);

    public static Vector128<T> Multiply(Vector128<T> x, Vector128<T> y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> x, Vector128<T> y, Vector128<T> z) =>
        typeof(T) == typeof(float)
            ? Vector128.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector128.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    public static Vector128<T> MaskOfFirst(int count) => LaneMask.OfFirst<T, Vector128<T>>(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadMasked(T* source, Vector128<T> mask)
    {
        if (!Avx.IsSupported)
        {
            return LaneMask.Load(source, mask);
        }

        return typeof(T) == typeof(float)
            ? Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(Vector128<T> value, T* target, Vector128<T> mask)
    {
        if (!Avx.IsSupported)
        {
            LaneMask.Store(value, target, mask);
        }
        else if (typeof(T) == typeof(float))
        {
            Avx.MaskStore((float*)target, mask.AsSingle(), value.AsSingle());
        }
        else
        {
            Avx.MaskStore((double*)target, mask.AsDouble(), value.AsDouble());
        }
    }
}
