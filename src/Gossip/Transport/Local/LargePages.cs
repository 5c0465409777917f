using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Transport.Local;

/// <summary>Asks the system to hold long messages in large pages: neighbours that read them look up every page.
/// </summary>
internal static unsafe partial class LargePages
{
    private const int PageBytes = 2 << 20;
    private const int Collapse = 25;

    /// <summary>Asks for it. A system that will not leaves everything as it is.</summary>
    public static void Advise(void* start, long bytes)
    {
        var first = ((nint)start + PageBytes - 1) & ~(nint)(PageBytes - 1);
        var end = ((nint)start + (nint)bytes) & ~(nint)(PageBytes - 1);
        if (OperatingSystem.IsLinux() && end > first)
        {
            _ = Advise(first, (nuint)(end - first), Collapse);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint length, int advice);
}
