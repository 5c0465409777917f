using System.Diagnostics;
using System.Reflection;

namespace Murmuration.Agent.Simulation;

/// <summary>How to start this program once more, however it was installed.</summary>
internal static class ThisProgram
{
    private const string Name = "murmur";

    /// <summary>
    /// The running executable itself, as a single file or a tool's command is nowhere else; <c>dotnet murmur.dll</c>
    /// where that is what runs; and the executable beside the library where another program has loaded it.
    /// </summary>
    public static ProcessStartInfo Again() =>
        Again(Environment.ProcessPath, Assembly.GetEntryAssembly() == typeof(ThisProgram).Assembly);

    /// <summary>See <see cref="Again()"/>.</summary>
    /// <param name="running">The running executable, if known.</param>
    /// <param name="isMurmur">Whether it runs this program, and not another one that has loaded it.</param>
    internal static ProcessStartInfo Again(string? running, bool isMurmur)
    {
        var isDotnet = Path.GetFileNameWithoutExtension(running) == "dotnet";
        if (isMurmur && running is not null && !isDotnet)
        {
            return new(running);
        }

        var beside = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        return File.Exists(beside) && !isMurmur
            ? new(beside)
            : new(isDotnet ? running! : "dotnet")
            {
                ArgumentList = { Path.Combine(AppContext.BaseDirectory, $"{Name}.dll") },
            };
    }
}
