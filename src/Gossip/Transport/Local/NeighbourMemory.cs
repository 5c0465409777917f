using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Murmuration.Gossip.Transport.Local;

/// <summary>
/// The memory of a neighbour's process on the same machine: messages are copied from where they lie, once, instead of
/// into the kernel and out of it. Whether the system allows it shows a probe that each end offers the other.
/// </summary>
/// <param name="process">The neighbour's process, as the kernel says.</param>
internal sealed unsafe partial class NeighbourMemory(int process)
{
    private static readonly long[] Offer = MakeOffer();

    /// <summary>Where this process keeps the number that a neighbour tries to read.</summary>
    public static long OfferedAddress { get; } = (long)Unsafe.AsPointer(ref Offer[0]);

    /// <summary>The number.</summary>
    public static long OfferedNumber => Offer[0];

    /// <summary>The neighbour's process.</summary>
    public int Process => process;

    /// <summary>True when the neighbour's number is read where it says.</summary>
    public bool Finds(long number, long address)
    {
        long found = 0;
        return Copy(address, new(&found, sizeof(long))) == sizeof(long) && found == number;
    }

    /// <summary>Fills a destination from an address in the neighbour's memory.</summary>
    /// <exception cref="IOException">The memory cannot be read, or the process is gone.</exception>
    public void Read(long address, Span<byte> destination)
    {
        for (var filled = 0; filled < destination.Length;)
        {
            var count = Copy(address + filled, destination[filled..]);
            filled += count > 0
                ? (int)count
                : throw new IOException($"its memory cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private nint Copy(long address, Span<byte> destination)
    {
        fixed (byte* start = destination)
        {
            var here = new Part { Start = (nint)start, Length = (nuint)destination.Length };
            var there = new Part { Start = (nint)address, Length = (nuint)destination.Length };
            return ReadProcess(process, &here, 1, &there, 1, 0);
        }
    }

    private static long[] MakeOffer()
    {
        var offer = GC.AllocateUninitializedArray<long>(1, pinned: true);
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(offer.AsSpan()));
        return offer;
    }

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    private static partial nint ReadProcess(
        int process, Part* here, nuint hereCount, Part* there, nuint thereCount, nuint flags);

    private struct Part
    {
        public nint Start;
        public nuint Length;
    }
}
