using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Vectors of 4 numbers.</summary>
internal readonly unsafe struct FloatLanes128 : IFloatLanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(Vector128<float> value, float* target) => value.Store(target);

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Add(Vector128<float> x, Vector128<float> y) => x + y;

    public static Vector128<float> Subtract(Vector128<float> x, Vector128<float> y) => x - y;

    public static Vector128<float> Multiply(Vector128<float> x, Vector128<float> y) => x * y;

    public static Vector128<float> Divide(Vector128<float> x, Vector128<float> y) => x / y;

    public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z) =>
        Vector128.FusedMultiplyAdd(x, y, z);

    public static Vector128<float> Abs(Vector128<float> x) => Vector128.Abs(x);

    public static Vector128<float> SquareRoot(Vector128<float> x) => Vector128.Sqrt(x);

    public static Vector128<float> Min(Vector128<float> x, Vector128<float> y) => Vector128.Min(x, y);

    public static Vector128<float> Max(Vector128<float> x, Vector128<float> y) => Vector128.Max(x, y);

    public static Vector128<float> CopySign(Vector128<float> value, Vector128<float> sign) =>
        Vector128.CopySign(value, sign);

    public static Vector128<float> WherePositive(Vector128<float> x, Vector128<float> value) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(x, Vector128<float>.Zero), value, Vector128<float>.Zero);

    public static Vector128<float> Scale(Vector128<float> x, Vector128<float> exponent)
    {
        // In two halves, since 2^exponent itself may lie outside the range of float32.
        var whole = Vector128.ConvertToInt32Native(exponent);
        var half = whole >> 1;
        var bias = Vector128.Create(127);
        return x * ((half + bias) << 23).AsSingle() * ((whole - half + bias) << 23).AsSingle();
    }
}
