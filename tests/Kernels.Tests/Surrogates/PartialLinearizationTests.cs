using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Solvers;
using Murmuration.Kernels.Surrogates;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Surrogates;

public class PartialLinearizationTests
{
    private static readonly int[] Widths = [3, 4, 3];

    public static TheoryData<ILoss, double> LossesAndShares => new()
    {
        { SquaredLoss.Instance, 1 },
        { SquaredLoss.Instance, 5 },
        { SoftmaxCrossEntropyLoss.Instance, 1 },
        { SoftmaxCrossEntropyLoss.Instance, 5 },
        { LogisticLoss.Instance, 1 },
    };

    public static TheoryData<ILoss> Losses =>
        [SquaredLoss.Instance, SoftmaxCrossEntropyLoss.Instance, LogisticLoss.Instance];

    /// <summary>Assumption C of NEXT: ∇g̃_i(w; w) = ∇g_i(w) and g̃_i(w; w) = g_i(w).</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void At_the_point_of_linearization_the_surrogate_has_the_gradient_of_the_cost(ILoss loss)
    {
        using var problem = new TestProblem(loss, Widths, 12);
        var jacobian = problem.Naive.Jacobian(problem.W64, problem.Inputs);
        Assert.Equal(problem.Cost, problem.LinearizedCost(jacobian, problem.W64), 1e-7);
        const double H = 1e-5;
        var direction = Numbers.Normal(new Random(6), problem.Weights.Length).ToDouble();
        var above = problem.LinearizedCost(jacobian, Moved(problem.W64, direction, H));
        var below = problem.LinearizedCost(jacobian, Moved(problem.W64, direction, -H));
        var expected = Dense.Dot(problem.Device.ReadDouble(problem.Gradient), direction);
        Assert.Equal(expected, (above - below) / (2 * H), 1e-5 * Math.Max(1, Math.Abs(expected)));
    }

    /// <summary>The evaluation that the last gradient left behind is taken again only where it fits.</summary>
    [Theory]
    [InlineData(SolverKind.Primal)]
    [InlineData(SolverKind.ConjugateGradient)]
    public void Another_evaluation_before_a_solve_does_not_change_its_bits(SolverKind solver)
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, Widths, 12);
        var options = new PartialLinearizationOptions { Solver = solver };
        var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(0, 0), options);
        float[] Solved()
        {
            surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, 0.5, problem.Minimizer);
            return problem.Device.Read(problem.Minimizer);
        }

        var fresh = Solved();
        var scratch = problem.Device.Allocate(problem.Model.WeightCount);
        problem.Objective.CostAndGradient(problem.W, scratch);
        Assert.Equal(fresh, Solved());
        problem.Objective.CostAndGradient(problem.Linear, scratch);
        Assert.Equal(fresh, Solved());
        problem.Objective.SelectBatch(1);
        Assert.Equal(fresh, Solved());
    }

    /// <summary>
    /// The minimizer makes ∇(k·g̃ + π̃ᵀ(v − w) + τ/2‖v − w‖² + r) vanish, by a Jacobian from finite differences.
    /// </summary>
    [Theory]
    [MemberData(nameof(LossesAndShares))]
    public void At_the_minimizer_the_gradient_of_the_surrogate_vanishes(ILoss loss, double share)
    {
        const double Tau = 0.5, L2 = 1e-2;
        using var problem = new TestProblem(loss, Widths, 12);
        Minimized(problem, new PartialLinearizationOptions { OwnShare = share }, Tau, L2);
        var jacobian = problem.Naive.Jacobian(problem.W64, problem.Inputs);
        var gradient = problem.SurrogateGradient(
            jacobian, problem.Device.ReadDouble(problem.Minimizer), share, Tau, L2);
        var before = problem.SurrogateGradient(jacobian, problem.W64, share, Tau, L2);
        Assert.True(Dense.Dot(gradient, gradient) < 1e-10 * Dense.Dot(before, before));
    }

    /// <summary>No point around the minimizer has a smaller value of k·g̃ + π̃ᵀ(v − w) + τ/2‖v − w‖² + r.</summary>
    [Theory]
    [MemberData(nameof(LossesAndShares))]
    public void Around_the_minimizer_the_surrogate_is_larger(ILoss loss, double share)
    {
        const double Tau = 0.5, L2 = 1e-2;
        using var problem = new TestProblem(loss, Widths, 12);
        Minimized(problem, new PartialLinearizationOptions { OwnShare = share }, Tau, L2);
        var jacobian = problem.Naive.Jacobian(problem.W64, problem.Inputs);
        var minimizer = problem.Device.ReadDouble(problem.Minimizer);
        var least = problem.SurrogateValue(jacobian, minimizer, share, Tau, L2);
        var random = new Random(6);
        for (var k = 0; k < 20; k++)
        {
            var direction = Numbers.Normal(random, minimizer.Length).ToDouble();
            var around = Moved(minimizer, direction, 1e-3);
            Assert.True(problem.SurrogateValue(jacobian, around, share, Tau, L2) > least);
        }
    }

    /// <summary>
    /// Equivalence 1: one agent (π̃ = 0) takes a damped Gauss–Newton step, [2sJᵀJ + (τ + 2λ)I]w̃ = 2sJᵀr + τw.
    /// </summary>
    [Fact]
    public void One_agent_takes_a_damped_Gauss_Newton_step()
    {
        const double Tau = 0.3, Lambda = 0.02;
        using var problem = new TestProblem(SquaredLoss.Instance, [2, 4, 1], 30);
        problem.Device.Fill(0, problem.Linear);
        Minimized(problem, new PartialLinearizationOptions(), Tau, Lambda);
        var expected = GaussNewton(problem, Tau, Lambda, (_, _) => true);
        Dense.AssertClose(expected, problem.Device.ReadDouble(problem.Minimizer), 1e-5);
    }

    /// <summary>Equivalence 5: f linear in w, one agent, α = 1, τ → 0 gives the exact ridge solution at once.</summary>
    [Fact]
    public void A_linear_model_reaches_the_ridge_solution_in_one_step()
    {
        const double Lambda = 0.05;
        using var problem = new TestProblem(SquaredLoss.Instance, [4, 1], 25);
        problem.Device.Fill(0, problem.Linear);
        Minimized(problem, new PartialLinearizationOptions(), 1e-12, Lambda);
        var features = problem.Inputs.Select(x => x.Append(1).ToArray()).ToArray();
        var system = Gram(features, (_, _) => true, 2 * problem.Scale, 2 * Lambda);
        var right = Dense.MultiplyTransposed(features, [.. problem.Targets64.Select(d => 2 * problem.Scale * d[0])]);
        Dense.AssertClose(Dense.Solve(system, right), problem.Device.ReadDouble(problem.Minimizer), 1e-5);
    }

    /// <summary>
    /// Block version: blocks as numpy's array_split makes them, every block with the others held at w.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(17)]
    public void Blocks_solve_the_diagonal_blocks_of_the_normal_equations(int blocks)
    {
        const double Tau = 0.3, Lambda = 0.02;
        using var problem = new TestProblem(SquaredLoss.Instance, [2, 4, 1], 30);
        problem.Device.Fill(0, problem.Linear);
        Assert.Equal(17, problem.Weights.Length);
        var block = Enumerable.Range(0, blocks)
            .SelectMany(c => Enumerable.Repeat(c, 17 / blocks + (c < 17 % blocks ? 1 : 0))).ToArray();
        var expected = GaussNewton(problem, Tau, Lambda, (p, q) => block[p] == block[q]);
        foreach (var solver in Enum.GetValues<SolverKind>())
        {
            Minimized(problem, new PartialLinearizationOptions { Blocks = blocks, Solver = solver }, Tau, Lambda);
            Dense.AssertClose(expected, problem.Device.ReadDouble(problem.Minimizer), 2e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    public void Impossible_numbers_of_blocks_are_refused(int blocks)
    {
        using var problem = new TestProblem(SquaredLoss.Instance, [2, 4, 1], 3);
        Assert.Throws<ArgumentException>(() => new PartialLinearization(
            problem.Device,
            problem.Objective,
            new Regularizer(0, 0),
            new PartialLinearizationOptions { Blocks = blocks }));
    }

    [Theory]
    [InlineData(SolverKind.Primal, 1, "238510 weights are too many for 'primal'; use conjugateGradient")]
    [InlineData(SolverKind.Primal, 1000, "10000 outputs of all samples × 238510 weights are too many for 'primal'")]
    [InlineData(SolverKind.Dual, 5000, "50000 outputs of all samples are too many for 'dual'")]
    public void Matrices_beyond_the_limit_of_an_array_are_refused_before_any_solve(
        SolverKind solver, int samples, string message)
    {
        using var problem = new TestProblem(SoftmaxCrossEntropyLoss.Instance, [784, 300, 10], samples);
        var options = new PartialLinearizationOptions { Solver = solver, Blocks = samples == 1 ? 1 : 100 };
        var refusal = Assert.Throws<ArgumentException>(() => new PartialLinearization(
            problem.Device, problem.Objective, new Regularizer(0, 0), options));
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    private static void Minimized(
        TestProblem problem, PartialLinearizationOptions options, double tau = 1, double l2 = 0)
    {
        var surrogate = new PartialLinearization(problem.Device, problem.Objective, new Regularizer(0, l2), options);
        surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, tau, problem.Minimizer);
    }

    private static double[] Moved(double[] v, double[] direction, double length) =>
        [.. v.Zip(direction, (a, d) => a + length * d)];

    /// <summary>w + step with the system restricted to the pairs of weights that belong together.</summary>
    private static double[] GaussNewton(TestProblem problem, double tau, double lambda, Func<int, int, bool> together)
    {
        var w = problem.W64;
        var jacobian = problem.Naive.Jacobian(w, problem.Inputs);
        var residual = problem.Inputs.Select((x, m) => problem.Targets64[m][0] - problem.Naive.Outputs(w, x)[0]);
        var system = Gram(jacobian, together, 2 * problem.Scale, tau + 2 * lambda);
        var right = Dense.MultiplyTransposed(jacobian, [.. residual.Select(e => 2 * problem.Scale * e)]);
        var step = Dense.Solve(system, [.. right.Select((b, q) => b - 2 * lambda * w[q])]);
        return [.. w.Zip(step, (a, b) => a + b)];
    }

    private static double[][] Gram(double[][] rows, Func<int, int, bool> together, double scale, double shift) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(p => Enumerable.Range(0, rows[0].Length).Select(q =>
            (together(p, q) ? scale * rows.Sum(row => row[p] * row[q]) : 0) + (p == q ? shift : 0)).ToArray())];
}
