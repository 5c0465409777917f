using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Tests.Training;

/// <summary>What agents must agree on, and what a checkpoint must agree with.</summary>
public sealed class ModelPlanTests
{
    private static readonly DataOptions Data = new()
    {
        Generated = GeneratedSet.Clusters,
        Samples = 30,
        TestSamples = 10,
    };

    private static readonly RunOptions Run = new() { Data = Data };

    [Fact]
    public void What_agents_may_do_their_own_way_is_in_no_fingerprint()
    {
        var other = Run with
        {
            EvaluateEvery = 7,
            Checkpoints = new CheckpointOptions { Every = 3, Keep = 9 },
            Stop = new StopOptions { Cost = 0.1 },
            Links = new LinkOptions { DeadAfter = 60 },
        };
        Assert.Equal(Fingerprints(Run), Fingerprints(other));
    }

    [Fact]
    public void A_prolonged_run_goes_on_from_its_checkpoints()
    {
        var (plan, state) = Fingerprints(Run with { Rounds = Run.Rounds + 1 });
        Assert.NotEqual(Fingerprints(Run).Plan, plan);
        Assert.Equal(Fingerprints(Run).State, state);
    }

    [Fact]
    public void Another_algorithm_neither_meets_nor_goes_on()
    {
        var (plan, state) = Fingerprints(Run with { Algorithm = new AlgorithmOptions { Tau = 2 } });
        Assert.NotEqual(Fingerprints(Run).Plan, plan);
        Assert.NotEqual(Fingerprints(Run).State, state);
    }

    [Fact]
    public void An_agent_with_other_rows_meets_its_neighbours_but_does_not_go_on()
    {
        var (plan, state) = Fingerprints(Run with { Data = Data with { Samples = 40 } });
        Assert.Equal(Fingerprints(Run).Plan, plan);
        Assert.NotEqual(Fingerprints(Run).State, state);
    }

    private static (string Plan, string State) Fingerprints(RunOptions run)
    {
        var plan = ModelPlan.For(run, DataLoader.Load(run.Data, ".", run.Seed));
        return (plan.Fingerprint, plan.StateFingerprint);
    }
}
