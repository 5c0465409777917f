using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Murmuration.Simulation.Tests;

/// <summary>Runs scripts of <c>scripts/</c>.</summary>
internal static class TrialScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs a trial with the programs that were built beside the tests.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string name, params string[] arguments) =>
        RunPlainAsync(name, ["--bin", AppContext.BaseDirectory, .. arguments]);

    /// <summary>Runs a script with the arguments alone.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunPlainAsync(
        string name, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are for Linux");
        var start = new ProcessStartInfo("bash", [PathOf(name), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var patience = new CancellationTokenSource(Patience);
        using var script = Process.Start(start)!;
        var output = script.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = script.StandardError.ReadToEndAsync(patience.Token);
        await script.WaitForExitAsync(patience.Token);
        return (script.ExitCode, await output, await errors);
    }

    /// <summary>The script, found from where this file was compiled; skips where that is not here.</summary>
    private static string PathOf(string name, [CallerFilePath] string thisFile = "")
    {
        var script = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile) ?? "", "..", "..", "scripts", name));
        Assert.SkipUnless(File.Exists(script), "the scripts are not where the tests were compiled");
        return script;
    }
}
