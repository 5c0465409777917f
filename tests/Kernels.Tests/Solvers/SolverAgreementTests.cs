using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models.Text;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;
using Murmuration.Kernels.Surrogates;
using Murmuration.Kernels.Tests.Support;
using Murmuration.Testing;

namespace Murmuration.Kernels.Tests.Solvers;

public class SolverAgreementTests
{
    public static TheoryData<ILoss, int, int> Cases => new()
    {
        { SquaredLoss.Instance, 20, 1 },
        { SquaredLoss.Instance, 5, 1 },
        { SoftmaxCrossEntropyLoss.Instance, 20, 1 },
        { SoftmaxCrossEntropyLoss.Instance, 5, 3 },
        { LogisticLoss.Instance, 20, 4 },
    };

    /// <summary>Woodbury: primal and dual are one; conjugate and proximal gradients converge to it (l1 → 0).</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void All_solvers_find_the_same_minimizer(ILoss loss, int samples, int blocks)
    {
        using var problem = new TestProblem(loss, [3, 5, 3], samples);
        var primal = Solve(problem, SolverKind.Primal, blocks, 0);
        Dense.AssertClose(primal, Solve(problem, SolverKind.Dual, blocks, 0), 2e-5);
        Dense.AssertClose(primal, Solve(problem, SolverKind.ConjugateGradient, blocks, 0), 2e-5);
        Dense.AssertClose(primal, Solve(problem, SolverKind.ProximalGradient, blocks, 0), 2e-5);
        Dense.AssertClose(primal, Solve(problem, SolverKind.ProximalGradient, blocks, 1e-9), 2e-5);
    }

    /// <summary>Where weights lie outside dense layers, the dual solver forms the Jacobian too.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Primal_and_dual_agree_on_a_model_with_convolutions(int blocks)
    {
        var random = new Random(3);
        var image = new ImageShape(1, 6, 6);
        using var device = new HostDevice();
        var model = LayerLanguage.Build(image, image.Count, 3, ["conv(2,3)", "tanh", "maxpool(2)", "dense"]);
        var (inputs, targets) = (Numbers.Normal(random, 8 * image.Count), new float[8 * 3]);
        for (var m = 0; m < 8; m++)
        {
            targets[m * 3 + random.Next(3)] = 1;
        }

        var objective = new LocalObjective(
            device, model, SoftmaxCrossEntropyLoss.Instance, device.Samples(8, inputs, targets), 0.1);
        var weights = device.Vector(Numbers.Normal(random, model.WeightCount, 0.5));
        var (gradient, minimizer) = (device.Allocate(model.WeightCount), device.Allocate(model.WeightCount));
        objective.CostAndGradient(weights, gradient);
        var solutions = new[] { SolverKind.Primal, SolverKind.Dual }.Select(kind =>
        {
            var options = new PartialLinearizationOptions { Solver = kind, Blocks = blocks };
            var surrogate = new PartialLinearization(device, objective, new Regularizer(0, 1e-3), options);
            Assert.True(surrogate.Choice.FormsJacobian);
            surrogate.Minimize(weights, gradient, device.Allocate(model.WeightCount), 0.5, minimizer);
            return device.ReadDouble(minimizer);
        }).ToArray();
        Dense.AssertClose(solutions[0], solutions[1], 2e-5);
    }

    /// <summary>PL-lasso: 0 ∈ ∇(smooth part) + l1·∂‖v‖₁ at the minimizer.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void With_an_L1_term_the_subgradient_conditions_hold(ILoss loss)
    {
        const double L1 = 0.1, L2 = 0.01, Tau = 0.5;
        using var problem = new TestProblem(loss, [3, 5, 3], 20);
        var v = Solve(problem, SolverKind.Auto, 1, L1, L2, Tau);
        var jacobian = problem.Naive.Jacobian(problem.W64, problem.Inputs);
        var smooth = problem.SurrogateGradient(jacobian, v, 1, Tau, L2);
        Assert.InRange(v.Count(a => a == 0), 1, v.Length - 1);
        for (var q = 0; q < v.Length; q++)
        {
            var gap = v[q] == 0 ? Math.Max(Math.Abs(smooth[q]) - L1, 0) : smooth[q] + L1 * Math.Sign(v[q]);
            Assert.Equal(0, gap, 2e-6);
        }
    }

    [Fact]
    public void Truncated_Newton_still_lowers_the_surrogate_and_reports_its_residual()
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [3, 8, 4], 40);
        problem.Device.Fill(0, problem.Linear);
        var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(0, 0), new()
        {
            Solver = SolverKind.ConjugateGradient,
            OuterIterations = 1,
            InnerIterations = 3,
        });
        var report = surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, 0.01, problem.Minimizer);
        Assert.Equal(("conjugateGradient", 1, 3), (report.Solver, report.OuterIterations, report.InnerIterations));
        Assert.InRange(report.Residual, 1e-6, 1);
        Assert.True(LinearizedCost(problem) < problem.Cost);
    }

    [Fact]
    public void Newton_is_safe_far_from_the_minimum()
    {
        // Weights so large that probabilities are 0 and 1 and full Newton steps overshoot.
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [3, 6, 3], 30);
        foreach (ref var weight in problem.Weights.AsSpan())
        {
            weight *= 20;
        }

        problem.Device.Upload(problem.Weights, problem.W);
        var cost = problem.Objective.CostAndGradient(problem.W, problem.Gradient);
        problem.Device.Fill(0, problem.Linear);
        var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(0, 0));
        surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, 1e-4, problem.Minimizer);
        Assert.True(LinearizedCost(problem) < cost);
    }

    [Fact]
    public void Weights_that_are_not_finite_end_in_an_error_not_in_nonsense()
    {
        using var problem = new TestProblem(SquaredLoss.Instance, [3, 5, 3], 4);
        problem.Device.Fill(float.NaN, problem.W);
        var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(0, 0));
        Assert.Throws<NotPositiveDefiniteException>(
            () => surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, 1, problem.Minimizer));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bits_do_not_depend_on_the_number_of_threads(SolverKind kind)
    {
        var results = new[] { 1, 2, 3 }.Select(threads =>
        {
            using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [20, 30, 5], 60, threads: threads);
            var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(0, 1e-3), new()
            {
                Solver = kind,
                Blocks = kind == SolverKind.Primal ? 4 : 1,
                OuterIterations = 2,
                InnerIterations = 5,
            });
            surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, 0.5, problem.Minimizer);
            return problem.Device.Read(problem.Minimizer);
        }).ToArray();
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_the_first_solve_none_costs_memory(SolverKind kind)
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [3, 5, 3], 20);
        var surrogate = new PartialLinearization(
            problem.Device, problem.Objective, new Regularizer(0, 1e-3), new() { Solver = kind });
        surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, 1, problem.Minimizer);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var k = 0; k < 5; k++)
            {
                surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, 1, problem.Minimizer);
            }
        }));
    }

    public static TheoryData<ILoss> Losses =>
        [SquaredLoss.Instance, SoftmaxCrossEntropyLoss.Instance, LogisticLoss.Instance];

    public static TheoryData<SolverKind> Kinds =>
        [SolverKind.Primal, SolverKind.Dual, SolverKind.ConjugateGradient, SolverKind.ProximalGradient];

    /// <summary>g̃ at the minimizer in float64.</summary>
    private static double LinearizedCost(TestProblem problem) => problem.LinearizedCost(
        problem.Naive.Jacobian(problem.W64, problem.Inputs), problem.Device.ReadDouble(problem.Minimizer));

    private static double[] Solve(
        TestProblem problem, SolverKind kind, int blocks, double l1, double l2 = 1e-3, double tau = 0.5)
    {
        var options = new PartialLinearizationOptions { Solver = kind, Blocks = blocks };
        var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(l1, l2), options);
        surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, tau, problem.Minimizer);
        return problem.Device.ReadDouble(problem.Minimizer);
    }
}
