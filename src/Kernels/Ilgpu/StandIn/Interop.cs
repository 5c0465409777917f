namespace ILGPU;

/// <summary>Bits of floating-point numbers.</summary>
internal static class Interop
{
    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);
}
