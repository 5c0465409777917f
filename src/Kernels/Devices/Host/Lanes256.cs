using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>The 16 registers of AVX2.</summary>
internal readonly unsafe struct Lanes256<T> : ILanes<T, Vector256<T>>
    where T : unmanaged
{
    public static int Count => Vector256<T>.Count;

    public static int TileRows => 6;

    public static Vector256<T> Load(T* source) => Vector256.Load(source);

    public static void Store(Vector256<T> value, T* target) => value.Store(target);

    public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

    public static Vector256<T> Multiply(Vector256<T> x, Vector256<T> y) => x * y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> x, Vector256<T> y, Vector256<T> z) =>
        typeof(T) == typeof(float)
            ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>();

    public static Vector256<T> MaskOfFirst(int count) => LaneMask.OfFirst<T, Vector256<T>>(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadMasked(T* source, Vector256<T> mask)
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
    public static void StoreMasked(Vector256<T> value, T* target, Vector256<T> mask)
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
