namespace Murmuration.Simulation.Tests.Lan;

/// <summary>The namespaces test itself, shortened: a real network of the kernel, daemons, a cut.</summary>
public class LanScriptTests
{
    [Fact]
    public async Task Five_agents_in_five_namespaces_end_with_one_model_although_a_link_is_cut()
    {
        var (exitCode, output, errors) = await TrialScript.RunAsync(
            "lan-test.sh", "--rounds", "150", "--cuts", "1", "--cut-seconds", "7",
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
        var (exitCode, _, errors) = await TrialScript.RunAsync("lan-test.sh", "--rounds", "many");
        Assert.Equal(1, exitCode);
        Assert.Contains("--rounds many: a whole number is needed", errors, StringComparison.Ordinal);
    }
}
