using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>One worker of EASGD: its position x^i, its local steps, and the pull that waits to be applied.</summary>
internal sealed class ElasticWorker(LocalProblem problem, AlgorithmOptions options)
{
    private readonly ILocalSteps _steps = LocalSteps.Create(problem, options);
    private readonly DeviceVector _pull = problem.Device.Allocate(problem.WeightCount);
    private bool _isPulled;

    /// <summary>x^i.</summary>
    public DeviceVector Position { get; } = problem.Device.Allocate(problem.WeightCount);

    /// <summary>Step size of the last step.</summary>
    public double StepSize => _steps.StepSize;

    /// <summary>Takes a position; gives g_i there.</summary>
    public double Start(ReadOnlySpan<float> weights, int round)
    {
        problem.Device.Upload(weights, Position);
        problem.Objective.SelectBatch(round * options.LocalSteps);
        return problem.SocialGradient(Position, _pull);
    }

    /// <summary>The worker jumps to another position, and forgets its momentum.</summary>
    public void JumpTo(ReadOnlySpan<float> weights)
    {
        problem.Device.Upload(weights, Position);
        _steps.Reset();
    }

    /// <summary>Takes α (x^i − x̃) at the present position; the next step applies it.</summary>
    public void PullTowards(DeviceVector centre, double rate)
    {
        problem.Device.Combine((float)rate, Position, (float)-rate, centre, _pull);
        _isPulled = true;
    }

    /// <summary>Takes the difference as it is; the next step applies it.</summary>
    public void Pull(ReadOnlySpan<float> difference)
    {
        problem.Device.Upload(difference, _pull);
        _isPulled = true;
    }

    /// <summary>Applies the pull at once.</summary>
    public void ApplyPull()
    {
        if (_isPulled)
        {
            problem.Device.AddScaled(-1, _pull, Position);
            _isPulled = false;
        }
    }

    /// <summary>
    /// The τ steps of a round. The first takes its gradient at the position before the pull, as in the paper.
    /// </summary>
    /// <returns>Mean of g_i over the steps.</returns>
    public double Step(int round)
    {
        using var span = RoundTrace.Solve();
        var (first, count) = (round * options.LocalSteps, options.LocalSteps);
        var cost = _steps.Run(Position, first, 1);
        ApplyPull();
        return count == 1 ? cost : (cost + ((count - 1) * _steps.Run(Position, first + 1, count - 1))) / count;
    }

    /// <summary>‖x^i − x̃‖ / ‖x^i‖.</summary>
    public double DistanceTo(DeviceVector centre)
    {
        var norm = Math.Sqrt(problem.Device.SquaredNorm(Position));
        return Math.Sqrt(problem.Device.SquaredDistance(Position, centre)) / Math.Max(norm, float.Epsilon);
    }

    /// <summary>Puts position and momentum into a state.</summary>
    public void Save(AlgorithmState state)
    {
        state.Set(nameof(Position), problem.Device.Stage(Position));
        _steps.Save(state);
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state)
    {
        problem.Device.Upload(state.Vector(nameof(Position), problem.WeightCount), Position);
        _steps.Load(state);
        _isPulled = false;
    }
}
