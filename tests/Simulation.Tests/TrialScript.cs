using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>Runs scripts of <c>scripts/</c>.</summary>
internal static class TrialScript
{
    /// <summary>Runs a trial with the programs that were built beside the tests.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string name, params string[] arguments) =>
        RunPlainAsync(name, ["--bin", AppContext.BaseDirectory, .. arguments]);

    /// <summary>Runs a script with the arguments alone.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunPlainAsync(
        string name, params string[] arguments)
    {
        var (exitCode, output, errors) = await ToolRun.RunAsync("bash", [PathOf(name), .. arguments]);
        return exitCode is { } code
            ? (code, output, errors)
            : (-1, output, $"{errors}\nIt took longer than {ToolRun.Patience}.");
    }

    /// <summary>Path of a script; skips where it cannot run.</summary>
    public static string PathOf(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the scripts are for Linux");
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        return Path.Combine(SourceTree.Root, "scripts", name);
    }
}
