using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The 32 registers of AVX-512.</summary>
internal readonly unsafe struct Lanes512<T> : ILanes<T, Vector512<T>>
    where T : unmanaged
{
    public static int Count => Vector512<T>.Count;

    public static int TileRows => 12;

    public static Vector512<T> Load(T* source) => Vector512.Load(source);

    public static void Store(Vector512<T> value, T* target) => value.Store(target);

    public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

    public static Vector512<T> Multiply(Vector512<T> x, Vector512<T> y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> x, Vector512<T> y, Vector512<T> z) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    public static Vector512<T> MaskOfFirst(int count) => LaneMask.OfFirst<T, Vector512<T>>(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadMasked(T* source, Vector512<T> mask)
    {
        if (!Avx512F.IsSupported)
        {
            return LaneMask.Load(source, mask);
        }

        return typeof(T) == typeof(float)
            ? Avx512F.MaskLoad((float*)source, mask.AsSingle(), Vector512<float>.Zero).As<float, T>()
            : Avx512F.MaskLoad((double*)source, mask.AsDouble(), Vector512<double>.Zero).As<double, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMasked(Vector512<T> value, T* target, Vector512<T> mask)
    {
        if (!Avx512F.IsSupported)
        {
            LaneMask.Store(value, target, mask);
        }
        else if (typeof(T) == typeof(float))
        {
            Avx512F.MaskStore((float*)target, mask.AsSingle(), value.AsSingle());
        }
        else
        {
            Avx512F.MaskStore((double*)target, mask.AsDouble(), value.AsDouble());
        }
    }
}
