using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Murmuration.UserSpaceSwitch;

/// <summary>The two system calls that .NET has no name for.</summary>
internal static partial class Native
{
    /// <summary>Moves the calling thread into a namespace; -1 is a failure.</summary>
    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(SafeFileHandle space, int kind);

    /// <summary>Gives a device an order with a structure as its argument; -1 is a failure.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle device, nuint request, Span<byte> argument);

    /// <summary>The error of the last call on this thread, in words and as a number.</summary>
    public static string LastError() => $"{Marshal.GetLastPInvokeErrorMessage()} (errno {Marshal.GetLastPInvokeError()})";
}
