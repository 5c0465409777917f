using Murmuration.Gossip.Tests.Exchange;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Transport.Fuzz;

/// <summary>
/// Whatever a neighbour sends, the reader ends by the rules, the links stay sane, and memory is bounded. The variable
/// MURMURATION_FUZZ sets the number of inputs, MURMURATION_FUZZ_SEED the first seed; a failure names its own.
/// </summary>
[Collection(nameof(AllocationTests))]
public sealed class ConnectionFuzzTests
{
    private const int StepsPerAgent = 100;

    /// <summary>With so many everything happens; with few it may not.</summary>
    private const int EnoughInputs = 10_000;

    private static readonly int Inputs = Setting("MURMURATION_FUZZ", 20_000);
    private static readonly int FirstSeed = Setting("MURMURATION_FUZZ_SEED", 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_comes_ends_by_the_rules(bool isDirected)
    {
        var schedule = TestSchedules.Periodic(
            4, isDirected, [[(0, 1), (1, 2)], [(1, 0), (2, 1), (3, 0)], [(0, 1), (0, 3)]]);
        var tally = new FuzzTally();
        for (var seed = FirstSeed; seed < FirstSeed + Math.Max(1, Inputs / 2 / StepsPerAgent); seed++)
        {
            tally += await RunAsync(schedule, seed);
        }

        Assert.True(Inputs < EnoughInputs || tally.IsFull(isDirected), $"{tally}");
    }

    private static async Task<FuzzTally> RunAsync(TopologySchedule schedule, int seed)
    {
        await using var agent = new FuzzedAgent(schedule, seed);
        try
        {
            for (var step = 0; step < StepsPerAgent; step++)
            {
                await agent.StepAsync();
            }
        }
        catch (Exception failure)
        {
            Assert.Fail($"seed {seed}: {failure}");
        }

        return agent.Tally;
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var given) ? given : usual;
}
