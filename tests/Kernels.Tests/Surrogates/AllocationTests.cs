using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;
using Murmuration.Kernels.Surrogates;
using Murmuration.Kernels.Tests.Support;
using Murmuration.Testing;

namespace Murmuration.Kernels.Tests.Surrogates;

/// <summary>What a round computes takes no memory once the room is there.</summary>
public sealed class AllocationTests
{
    private static readonly int[] Widths = [12, 20, 4];

    public static TheoryData<SolverKind, int> SolversAndThreads => new()
    {
        { SolverKind.Primal, 1 },
        { SolverKind.Primal, 2 },
        { SolverKind.Dual, 1 },
        { SolverKind.Dual, 2 },
        { SolverKind.ConjugateGradient, 1 },
        { SolverKind.ConjugateGradient, 2 },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_gradient_takes_no_memory(int threads)
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, Widths, 60, threads: threads);
        TakesNoMemory(() => problem.Objective.CostAndGradient(problem.W, problem.Gradient));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_Gauss_Newton_product_takes_no_memory(int threads)
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, Widths, 60, threads: threads);
        var (device, model) = (problem.Device, problem.Model);
        var (image, curved) = (Outputs(problem), Outputs(problem));
        var workspace = model.CreateWorkspace(device);
        var curvature = problem.Loss.CreateCurvature(device);
        curvature.Refresh(model.Forward(workspace, problem.W, problem.Samples.Inputs));
        TakesNoMemory(() =>
        {
            model.Product(workspace, problem.W, problem.Linear, image);
            curvature.Multiply(image, curved);
            model.TransposedProduct(workspace, problem.W, curved, problem.Minimizer);
        });
    }

    [Theory]
    [MemberData(nameof(SolversAndThreads))]
    public void A_solve_takes_no_memory(SolverKind solver, int threads)
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, Widths, 60, threads: threads);
        var options = new PartialLinearizationOptions { Solver = solver };
        var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(0, 1e-2), options);
        TakesNoMemory(() => surrogate.Minimize(
            problem.W, problem.Gradient, problem.Linear, 0.5, problem.Minimizer));
    }

    private static DeviceMatrix Outputs(TestProblem problem) =>
        problem.Device.Matrix(problem.Samples.Count, problem.Model.OutputCount);

    private static void TakesNoMemory(Action work)
    {
        work();
        Assert.Equal(0, Allocation.Least(work));
    }
}
