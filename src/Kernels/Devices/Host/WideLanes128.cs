using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Vectors of 2 float64 numbers.</summary>
internal readonly unsafe struct WideLanes128 : IWideLanes<Vector128<double>>
{
    public static int Count => Vector128<double>.Count;

    public static Vector128<double> Widen(float* source) =>
        Vector128.WidenLower(Vector64.Load(source).ToVector128Unsafe());

    public static void Narrow(Vector128<double> value, float* target) =>
        Vector128.Narrow(value, value).GetLower().Store(target);

    public static Vector128<double> Load(double* source) => Vector128.Load(source);

    public static void Store(Vector128<double> value, double* target) => value.Store(target);

    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    public static Vector128<double> Add(Vector128<double> x, Vector128<double> y) => x + y;

    public static Vector128<double> Subtract(Vector128<double> x, Vector128<double> y) => x - y;

    public static Vector128<double> Abs(Vector128<double> x) => Vector128.Abs(x);

    public static Vector128<double> MultiplyAdd(Vector128<double> x, Vector128<double> y, Vector128<double> z) =>
        Vector128.FusedMultiplyAdd(x, y, z);
}
