using System.Runtime.Intrinsics;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Vectors of 8 numbers.</summary>
internal readonly unsafe struct FloatLanes256 : IFloatLanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Add(Vector256<float> x, Vector256<float> y) => x + y;

    public static Vector256<float> Subtract(Vector256<float> x, Vector256<float> y) => x - y;

    public static Vector256<float> Multiply(Vector256<float> x, Vector256<float> y) => x * y;

    public static Vector256<float> Divide(Vector256<float> x, Vector256<float> y) => x / y;

    public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z) =>
        Vector256.FusedMultiplyAdd(x, y, z);

    public static Vector256<float> Abs(Vector256<float> x) => Vector256.Abs(x);

    public static Vector256<float> SquareRoot(Vector256<float> x) => Vector256.Sqrt(x);

    public static Vector256<float> Min(Vector256<float> x, Vector256<float> y) => Vector256.Min(x, y);

    public static Vector256<float> Max(Vector256<float> x, Vector256<float> y) => Vector256.Max(x, y);

    public static Vector256<float> CopySign(Vector256<float> value, Vector256<float> sign) =>
        Vector256.CopySign(value, sign);

    public static Vector256<float> WherePositive(Vector256<float> x, Vector256<float> value) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), value, Vector256<float>.Zero);

    public static Vector256<float> Scale(Vector256<float> x, Vector256<float> exponent)
    {
        // In two halves, since 2^exponent itself may lie outside the range of float32.
        var whole = Vector256.ConvertToInt32Native(exponent);
        var half = whole >> 1;
        var bias = Vector256.Create(127);
        return x * ((half + bias) << 23).AsSingle() * ((whole - half + bias) << 23).AsSingle();
    }
}
