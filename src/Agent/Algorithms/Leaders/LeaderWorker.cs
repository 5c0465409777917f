using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>One worker of LSGD: its weights, its local steps, and its pull to leaders.</summary>
internal sealed class LeaderWorker(LocalProblem problem, AlgorithmOptions options)
{
    private readonly ILocalSteps _steps = LocalSteps.Create(problem, options);
    private readonly RunningLoss _running = new(problem, options);
    private readonly LeaderOptions _leader = options.Leader;

    /// <summary>x.</summary>
    public DeviceVector Weights { get; } = problem.Device.Allocate(problem.WeightCount);

    /// <summary>The leader of the group as it came last.</summary>
    public LeaderView OfGroup { get; } = new(problem.Device, problem.WeightCount);

    /// <summary>The leader of all as it came last.</summary>
    public LeaderView OfAll { get; } = new(problem.Device, problem.WeightCount);

    /// <summary>Step size of the last step.</summary>
    public double StepSize => _steps.StepSize;

    /// <summary>What leaders are chosen by.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Takes weights; gives g_i there.</summary>
    public double Start(ReadOnlySpan<float> weights, int round)
    {
        problem.Device.Upload(weights, Weights);
        problem.Objective.SelectBatch(round * options.LocalSteps);
        return problem.SocialGradient(Weights, OfGroup.Weights);
    }

    /// <summary>The worker goes on from the weights of a leader.</summary>
    public void JumpTo(LeaderView leader)
    {
        problem.Device.Copy(leader.Weights, Weights);
        _steps.Reset();
    }

    /// <summary>The τ steps of a round, and what the loss is then.</summary>
    /// <returns>Mean of g_i over the steps.</returns>
    public double Step(int round)
    {
        using var span = RoundTrace.Solve();
        var (first, count) = (round * options.LocalSteps, options.LocalSteps);
        var cost = _leader is { StepPull: 0, StepPullGlobal: 0 }
            ? _steps.Run(Weights, first, count)
            : StepByStep(first, count);
        Loss = _running.After(cost, Weights, first + count);
        return cost;
    }

    /// <summary>x ← x − λ (x − x̃) − λ_G (x − x̃_G), whichever of the two is to be followed now.</summary>
    public void Follow(bool group, bool all)
    {
        var (pull, pullAll) = (group ? _leader.Pull : 0, all ? _leader.PullGlobal : 0);
        Pull(OfGroup, pull, pull + pullAll);
        if (pullAll > 0)
        {
            problem.Device.AddScaled((float)pullAll, OfAll.Weights, Weights);
        }
    }

    /// <summary>The agent itself leads its group, or all: nobody pulls it then.</summary>
    public void ForgetLeaders(bool group, bool all)
    {
        if (group)
        {
            OfGroup.Forget();
        }

        if (all)
        {
            OfAll.Forget();
        }
    }

    /// <summary>‖x − x̃‖ / ‖x‖, 0 for the leader itself.</summary>
    public double DistanceToLeader()
    {
        if (!OfGroup.IsKnown)
        {
            return 0;
        }

        var norm = Math.Sqrt(problem.Device.SquaredNorm(Weights));
        return Math.Sqrt(problem.Device.SquaredDistance(Weights, OfGroup.Weights)) / Math.Max(norm, float.Epsilon);
    }

    /// <summary>Puts weights, momentum and what is known of leaders into a state.</summary>
    public void Save(AlgorithmState state)
    {
        state.Set(nameof(Weights), problem.Device.Stage(Weights));
        _steps.Save(state);
        _running.Save(state);
        OfGroup.Save(state, nameof(OfGroup));
        OfAll.Save(state, nameof(OfAll));
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state)
    {
        problem.Device.Upload(state.Vector(nameof(Weights), problem.WeightCount), Weights);
        _steps.Load(state);
        _running.Load(state);
        OfGroup.Load(state, nameof(OfGroup));
        OfAll.Load(state, nameof(OfAll));
    }

    /// <summary>As the authors' program: after every step a small pull to the leaders known last.</summary>
    private double StepByStep(int first, int count)
    {
        var cost = 0.0;
        for (var step = first; step < first + count; step++)
        {
            cost += _steps.Run(Weights, step, 1);
            var toAll = _leader.StepPullGlobal / ((double)_leader.GlobalPeriod * count);
            var toGroup = _leader.StepPull / count;
            Pull(OfAll, OfAll.IsKnown ? toAll : 0);
            Pull(OfGroup, OfGroup.IsKnown ? toGroup : 0);
        }

        return cost / count;
    }

    private void Pull(LeaderView leader, double share) => Pull(leader, share, share);

    private void Pull(LeaderView leader, double share, double lost)
    {
        if (lost > 0)
        {
            problem.Device.Combine((float)(1 - lost), Weights, (float)share, leader.Weights, Weights);
        }
    }
}
