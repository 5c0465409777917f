using System.ComponentModel;
using System.Diagnostics;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>A small peer in C, compiled where there is a compiler and what it links.</summary>
internal static class CProgram
{
    private static readonly Dictionary<string, string> NoSettings = [];

    /// <summary>Compiles and starts a program of the folder Peers, or says why it cannot take part.</summary>
    /// <param name="source">The file.</param>
    /// <param name="libraries">What it is linked with.</param>
    /// <param name="reason">Why there is none.</param>
    public static PeerProcess? Start(string source, IReadOnlyList<string> libraries, out string reason)
    {
        var folder = Directory.CreateTempSubdirectory("murmur-bench-");
        try
        {
            var program = Path.Combine(folder.FullName, Path.GetFileNameWithoutExtension(source));
            string[] arguments = ["-O2", "-pthread", "-o", program, PeerProcess.Script(source), .. libraries];
            using var compiler = Process.Start(
                new ProcessStartInfo("cc", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            var said = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            reason = said.Split('\n')[0];
            return compiler.ExitCode == 0 ? PeerProcess.Start([program], NoSettings, out reason) : null;
        }
        catch (Win32Exception error)
        {
            reason = $"cc: {error.Message}";
            return null;
        }
        finally
        {
            // A program that runs needs its file no more.
            folder.Delete(recursive: true);
        }
    }
}
