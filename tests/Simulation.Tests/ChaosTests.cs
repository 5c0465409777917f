namespace Murmuration.Simulation.Tests;

/// <summary>The chaos trial itself, shortened: real daemons that are killed, stopped and started again.</summary>
public class ChaosTests
{
    [Fact]
    public async Task Daemons_that_are_killed_stopped_and_restarted_end_with_the_model_of_an_undisturbed_run()
    {
        var (exitCode, output, errors) = await TrialScript.RunAsync(
            "chaos.sh", "--agents", "5", "--seconds", "20", "--calm", "25", "--fewest", "4", "--base-port", "17900");
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("all 5 agents hold the same model, as good as undisturbed", output, StringComparison.Ordinal);
    }
}
