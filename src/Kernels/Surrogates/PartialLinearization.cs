using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Kernels.Surrogates;

/// <summary>
/// The surrogate that linearizes only the model inside the convex loss, g̃(v; w) = s Σ loss(d, f(w) + J(w)(v − w)).
/// With C blocks, v = (v_1, …, v_C), every block is minimized with the others held at w, side by side where the
/// Jacobian is formed.
/// </summary>
public sealed class PartialLinearization : ISurrogate, IParallelWork
{
    /// <summary>
    /// Blocks are shared out among at most this many lanes, each with room of its own; not among threads, to keep the
    /// bits.
    /// </summary>
    private const int MostLanes = 16;

    private readonly IDevice _device;
    private readonly LocalObjective _objective;
    private readonly PartialLinearizationOptions _options;
    private readonly ModelWorkspace _workspace;
    private readonly SolverLane[] _lanes;
    private readonly SolveReport[] _reports;
    private readonly DeviceVector _center;
    private readonly DeviceVector _gradient;
    private readonly MatrixFreeJacobian _jacobian;
    private readonly GrowingBuffer _seedMemory;
    private DeviceMatrix _formed;
    private DeviceVector _linear;
    private DeviceVector _minimizer;
    private double _tau;

    /// <summary>Makes the room for solves at any point.</summary>
    public PartialLinearization(
        IDevice device, LocalObjective objective, Regularizer regularizer, PartialLinearizationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(regularizer);
        (_device, _objective, _options) = (device, objective, options ?? new PartialLinearizationOptions());
        var (weights, samples, outputs) = (objective.WeightCount, objective.Batch.Count, objective.Model.OutputCount);
        Require(Fault(_options, weights));
        OwnShare = _options.OwnShare;
        var largestBlock = (weights + _options.Blocks - 1) / _options.Blocks;
        var kernel = TangentKernel.Cost(objective.Model, samples);
        Choice = SolverChoice.For(
            _options.Solver, largestBlock, weights, samples, outputs, regularizer.L1 > 0, kernel);
        Require(Choice.Fault(largestBlock, weights, (long)samples * outputs));
        (_center, _gradient) = (device.Allocate(weights), device.Allocate(weights));
        objective.RememberPoint();
        _workspace = objective.Workspace;
        _jacobian = new MatrixFreeJacobian(objective.Model, _workspace, _center);
        _seedMemory = new GrowingBuffer(device);
        _formed = Choice.FormsJacobian ? Jacobian(device, samples * outputs, weights) : default;
        _lanes = new SolverLane[Choice.FormsJacobian ? Math.Min(_options.Blocks, MostLanes) : 1];
        _reports = new SolveReport[_lanes.Length];
        var limits = _options.Limits(Choice.Kind);
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = new SolverLane(device, objective.Loss, regularizer, Choice, limits, _jacobian);
        }
    }

    /// <summary>The solver in use and why.</summary>
    public SolverChoice Choice { get; }

    /// <summary>k, positive; in scope social it follows the number of agents.</summary>
    public double OwnShare { get; set; }

    /// <inheritdoc/>
    public SolveReport Minimize(
        DeviceVector w, DeviceVector gradient, DeviceVector linear, double tau, DeviceVector minimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tau);
        Shapes.RequireLength(minimizer.Length, _center.Length);
        _device.Copy(w, _center);
        _device.Combine((float)OwnShare, gradient, 1, linear, _gradient);
        (_linear, _minimizer, _tau) = (linear, minimizer, tau);
        _objective.EvaluateAt(_center);
        if (Choice.FormsJacobian)
        {
            _objective.Model.Jacobian(_workspace, _center, Seeds(), _formed);
        }

        RunLanes();
        var report = _reports[0];
        for (var lane = 1; lane < _reports.Length; lane++)
        {
            report = report.With(_reports[lane]);
        }

        return report;
    }

    /// <summary>Solves the blocks of one lane.</summary>
    void IParallelWork.Invoke(int index)
    {
        for (var block = index; block < _options.Blocks; block += _lanes.Length)
        {
            var report = Solve(_lanes[index], block);
            _reports[index] = block == index ? report : _reports[index].With(report);
        }
    }

    private static DeviceMatrix Jacobian(IDevice device, int rows, int weights) =>
        device.Allocate(checked(rows * weights)).AsMatrix(rows, weights);

    private static void Require(string? fault)
    {
        if (fault is not null)
        {
            throw new ArgumentException(fault, paramName: null);
        }
    }

    private static string? Fault(PartialLinearizationOptions options, int weights) => options switch
    {
        { OwnShare: not > 0 } => $"The own share must be positive, not {options.OwnShare}.",
        { Blocks: var blocks } when blocks < 1 || blocks > weights =>
            $"{weights} weights cannot be split into {blocks} blocks.",
        { OuterIterations: < 1 } => $"Outer iterations must be positive, not {options.OuterIterations}.",
        { InnerIterations: < 1 } => $"Inner iterations must be positive, not {options.InnerIterations}.",
        { Tolerance: not > 0 } => $"The tolerance must be positive, not {options.Tolerance}.",
        _ => null,
    };

    /// <summary>A single lane runs outside the loop, so that its operations have all threads.</summary>
    private void RunLanes()
    {
        if (_lanes.Length == 1)
        {
            ((IParallelWork)this).Invoke(0);
        }
        else
        {
            _device.ForEach(_lanes.Length, this);
        }
    }

    private SolveReport Solve(SolverLane lane, int block)
    {
        var (offset, length) = Range(block);
        var problem = lane.Problem;
        (problem.Outputs, problem.Targets) = (_workspace.Outputs, _objective.Batch.Targets);
        (problem.CostScale, problem.Tau) = (OwnShare * _objective.Scale, _tau);
        problem.Center = _center.Slice(offset, length);
        problem.Linear = _linear.Slice(offset, length);
        problem.Gradient = _gradient.Slice(offset, length);
        lane.Select(_formed, offset, length);
        return lane.Solver.Minimize(problem, _minimizer.Slice(offset, length));
    }

    /// <summary>The weights of a block: all have Q div C, the first Q mod C one more.</summary>
    private (int Offset, int Length) Range(int block)
    {
        var (each, more) = Math.DivRem(_center.Length, _options.Blocks);
        return (block * each + Math.Min(block, more), each + (block < more ? 1 : 0));
    }

    private DeviceMatrix Seeds() => _seedMemory.Matrix(_objective.Batch.Count, _objective.Model.OutputCount);
}
