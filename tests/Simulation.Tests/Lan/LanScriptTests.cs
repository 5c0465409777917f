using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Murmuration.Simulation.Tests.Lan;

/// <summary>The namespaces test itself, shortened: a real network of the kernel, daemons, a cut.</summary>
public class LanScriptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Five_agents_in_five_namespaces_end_with_one_model_although_a_link_is_cut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "network namespaces exist on Linux only");
        var (exitCode, output, errors) = await RunAsync(
            "--bin", AppContext.BaseDirectory, "--rounds", "40", "--cuts", "1", "--cut-seconds", "4",
            "--deadline", "200");
        Assert.SkipWhen(output.StartsWith("skipped: ", StringComparison.Ordinal), output.Trim());
        Assert.True(exitCode == 0, output + errors);
        Assert.Matches(@" lost=[1-9]\d* ", output);
        Assert.Matches(@" cut=[1-9]\d*", output);
        Assert.Contains("all 5 agents hold the same model", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "network namespaces exist on Linux only");
        var (exitCode, _, errors) = await RunAsync("--rounds", "many");
        Assert.Equal(1, exitCode);
        Assert.Contains("--rounds many: a whole number is needed", errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script(), .. arguments])
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
    private static string Script([CallerFilePath] string thisFile = "")
    {
        var script = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(thisFile) ?? "", "..", "..", "..", "scripts", "lan-test.sh"));
        Assert.SkipUnless(File.Exists(script), "the scripts are not where the tests were compiled");
        return script;
    }
}
