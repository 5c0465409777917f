using System.Security.Cryptography;
using System.Text;

namespace Murmuration.Agent.Control;

/// <summary>Where the control sockets of this user's agents lie, and how they are named.</summary>
internal static class ControlFolder
{
    /// <summary>Ending of a socket's name.</summary>
    public const string Extension = ".sock";

    /// <summary>The shortest limit of the systems we run on (macOS: 104 with the closing zero).</summary>
    private const int MostPathBytes = 103;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The folder, which nobody else can enter.</summary>
    public static string Location => Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
        ? Path.Combine(runtime, "murmur")
        : Path.Combine(Path.GetTempPath(), $"murmur-{Environment.UserName}");

    /// <summary>The socket of an agent; a long name becomes a digest.</summary>
    public static string PathOf(string run, string id, int process)
    {
        var path = Path.Combine(Location, $"{run}.{id}.{process}{Extension}");
        if (Encoding.UTF8.GetByteCount(path) <= MostPathBytes)
        {
            return path;
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{run}\n{id}"));
        return Path.Combine(Location, $"{Convert.ToHexStringLower(digest.AsSpan(0, 8))}.{process}{Extension}");
    }

    /// <summary>All sockets, of agents that live or have died.</summary>
    public static IReadOnlyList<string> Sockets() => Directory.Exists(Location)
        ? [.. Directory.GetFiles(Location, "*" + Extension).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Makes the folder, readable by its owner only.</summary>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public static void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Location);
        }
        else
        {
            Directory.CreateDirectory(Location, OwnerOnly);
            File.SetUnixFileMode(Location, OwnerOnly);
        }
    }
}
