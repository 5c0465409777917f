using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// Masks for the first numbers of a vector, and what they do where the processor has no such instruction.
/// </summary>
internal static unsafe class LaneMask
{
    private const int Widest = 64;

    /// <summary>A whole vector of ones, then one of zeros.</summary>
    private static ReadOnlySpan<byte> OnesAndZeros =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Ones in the first numbers.</summary>
    public static TVector OfFirst<T, TVector>(int count)
        where T : unmanaged
        where TVector : unmanaged =>
        Unsafe.ReadUnaligned<TVector>(
            ref Unsafe.Add(ref MemoryMarshal.GetReference(OnesAndZeros), Widest - (count * sizeof(T))));

    /// <summary>Number by number.</summary>
    public static TVector Load<T, TVector>(T* source, TVector mask)
        where T : unmanaged
        where TVector : unmanaged
    {
        TVector result = default;
        Unsafe.CopyBlockUnaligned(&result, source, Length<T, TVector>(mask));
        return result;
    }

    /// <summary>Number by number.</summary>
    public static void Store<T, TVector>(TVector value, T* target, TVector mask)
        where T : unmanaged
        where TVector : unmanaged =>
        Unsafe.CopyBlockUnaligned(target, &value, Length<T, TVector>(mask));

    private static uint Length<T, TVector>(TVector mask)
        where T : unmanaged
        where TVector : unmanaged
    {
        uint length = 0;
        for (var bytes = (byte*)&mask; length < sizeof(TVector) && bytes[length] != 0;)
        {
            length += (uint)sizeof(T);
        }

        return length;
    }
}
