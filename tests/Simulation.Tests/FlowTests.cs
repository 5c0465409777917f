using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Algorithms.Decoupled;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Simulation.Tests;

/// <summary>What decoupled training can send again to an agent that comes back.</summary>
public sealed class FlowTests
{
    [Fact]
    public void Rounds_without_a_link_are_nothing_that_could_be_missing()
    {
        var flow = Flow(perRound: 1);
        foreach (var round in (int[])[0, 8, 16])
        {
            flow.TakeNext().Begin(round, length: 1);
        }

        // The agent comes back in round 1, and has missed rounds 8 and 16 at most.
        Assert.True(flow.KeepsAllFrom(1));
        Assert.False(flow.KeepsAllFrom(0));
    }

    [Fact]
    public void Letters_of_steps_are_counted_in_steps()
    {
        var flow = Flow(perRound: 2);
        for (var step = 0; step < 6; step++)
        {
            flow.TakeNext().Begin(step, length: 1);
        }

        Assert.True(flow.KeepsAllFrom(2));
        Assert.False(flow.KeepsAllFrom(1));
    }

    [Fact]
    public void What_is_forgotten_is_known_after_a_restart()
    {
        var flow = Flow(perRound: 1);
        foreach (var round in (int[])[3, 4, 5])
        {
            flow.TakeNext().Begin(round, length: 1);
        }

        var (state, again) = (new AlgorithmState(), Flow(perRound: 1));
        flow.Save(state, "To");
        again.Load(state, "To");
        Assert.Equal((3, 5), (again.Forgotten, again.Newest));
    }

    private static Flow Flow(int perRound) =>
        new(new HostDevice(), agentIndex: 1, LetterKind.Weights, capacity: 1, perRound);
}
