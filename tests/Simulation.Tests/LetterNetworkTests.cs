using Murmuration.Simulation.Tests.Virtual;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// The production letters and links in a simulated network that loses, delays, cuts, kills: each letter is taken once
/// and in order, unless a life was lost with it.
/// </summary>
public sealed class LetterNetworkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false, 50)]
    [InlineData(true, 50)]
    public void Random_plans_of_faults_lose_and_double_no_letter(bool withCrashes, int count)
    {
        var kinds = withCrashes ? Enum.GetValues<FaultKind>() : LetterPlan.Harmless;
        var runs = Enumerable.Range(1, count)
            .AsParallel().AsOrdered()
            .Select(seed => LetterRun.Of(LetterPlan.Draw(seed, kinds)))
            .ToList();
        foreach (var (run, seed) in runs.Select((run, k) => (run, k + 1)).Where(one => one.run.Trouble is not null))
        {
            output.WriteLine($"seed {seed}: {run.Trouble}");
        }

        output.WriteLine(
            $"{runs.Sum(run => run.Taken)} taken, {runs.Sum(run => run.Duplicates)} came twice, "
            + $"{runs.Sum(run => run.Dropped)} dropped, {runs.Sum(run => run.Network.Overtaken)} overtaken, "
            + $"{runs.Sum(run => run.Network.NewLives)} told to be forgetful");
        Assert.All(runs, run => Assert.Null(run.Trouble));
        Assert.True(runs.Sum(run => run.Duplicates) > 0);
        Assert.Equal(withCrashes, runs.Sum(run => run.Dropped) > 0);
    }

    [Fact]
    public void An_agent_that_returns_twice_from_one_state_is_found_out()
    {
        var runs = Enumerable.Range(1, 20).AsParallel().AsOrdered().Select(seed =>
        {
            var random = new Random(seed);
            Fault Draw(FaultKind kind, int round) =>
                new(kind, Agent: 1, Peer: 2, round, TimeSpan.FromMilliseconds(random.Next(5, 500)));
            return LetterRun.Of(new()
            {
                Schedule = Schedules.Ring(4),
                Seed = seed,
                Faults = new(
                [
                    Draw(FaultKind.StopAndReturn, 50), Draw(FaultKind.ReturnTwice, 52 + random.Next(60)),
                    Draw(FaultKind.CutBothWays, 50 + random.Next(60)), Draw(FaultKind.ReturnTwice, 150),
                ]),
            });
        }).ToList();
        Assert.All(runs, run => Assert.Null(run.Trouble));
        Assert.True(runs.Sum(run => run.Network.NewLives) > 20);
    }
}
