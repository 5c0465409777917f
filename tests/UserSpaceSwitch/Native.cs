using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Murmuration.UserSpaceSwitch;

/// <summary>System calls for namespaces, and for devices that cannot seek.</summary>
internal static partial class Native
{
    private const int Interrupted = 4; // EINTR

    /// <summary>Whether a signal ended the last call on this thread, so that it is to be made again.</summary>
    public static bool WasInterrupted => Marshal.GetLastPInvokeError() == Interrupted;

    /// <summary>Moves the calling thread into a namespace; -1 is a failure.</summary>
    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(SafeFileHandle space, int kind);

    /// <summary>Gives a device an order with a structure as its argument; -1 is a failure.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle device, nuint request, Span<byte> argument);

    /// <summary>Reads what a device has; waits for it.</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle device, Span<byte> buffer, nuint length);

    /// <summary>Gives a device bytes at once.</summary>
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle device, ReadOnlySpan<byte> bytes, nuint length);

    /// <summary>The error of the last call on this thread, in words and as a number.</summary>
    public static string LastError() =>
        $"{Marshal.GetLastPInvokeErrorMessage()} (errno {Marshal.GetLastPInvokeError()})";
}
