using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>Numbers in pinned, aligned memory, which all contenders read alike.</summary>
internal sealed unsafe class NativeNumbers<T>
    where T : unmanaged
{
    private readonly T[] _array;

    public NativeNumbers(int length)
    {
        const int Alignment = 64;
        _array = GC.AllocateArray<T>(length + (Alignment / sizeof(T)), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        Origin = (T*)((address + Alignment - 1) & ~(Alignment - 1));
    }

    /// <summary>The first number, 64-byte aligned; valid while this object is referenced.</summary>
    public T* Origin { get; }
}
