using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;

namespace Murmuration.Kernels.Surrogates;

/// <summary>A solver with its problem and Jacobian, pointed at one block of weights after the other.</summary>
internal sealed class SolverLane
{
    private readonly FormedJacobian? _formed;
    private readonly MatrixFreeJacobian _matrixFree;

    public SolverLane(
        IDevice device,
        ILoss loss,
        Regularizer regularizer,
        SolverChoice choice,
        SolverLimits limits,
        MatrixFreeJacobian matrixFree)
    {
        _matrixFree = matrixFree;
        _formed = choice.FormsJacobian ? new FormedJacobian(device) : null;
        Problem = new LinearizedProblem(device, loss, regularizer, _formed is null ? matrixFree : _formed);
        Solver = choice.Kind switch
        {
            SolverKind.Primal => Newton(new PrimalSolver(device, new CurvedJacobian(device, _formed!))),
            SolverKind.Dual => Newton(new DualSolver(device, Curved())),
            SolverKind.ConjugateGradient => Newton(new ConjugateGradientSolver(device, limits)),
            SolverKind.ProximalGradient => new ProximalGradientSolver(device, limits),
            _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "Not a solver."),
        };

        ICurvedJacobian Curved() =>
            _formed is null ? new TangentJacobian(device, matrixFree) : new CurvedJacobian(device, _formed);

        NewtonSolver Newton(INormalSolver normal) => new(device, loss, normal, limits);
    }

    public LinearizedProblem Problem { get; }

    public ISurrogateSolver Solver { get; }

    /// <summary>Restricts the Jacobian to a block of columns.</summary>
    public void Select(DeviceMatrix jacobian, int offset, int length)
    {
        if (_formed is not null)
        {
            _formed.Matrix = jacobian.Columns(offset, length);
        }
        else
        {
            _matrixFree.Select(offset, length);
        }
    }
}
