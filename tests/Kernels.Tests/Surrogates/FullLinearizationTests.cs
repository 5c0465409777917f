using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Surrogates;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Surrogates;

public class FullLinearizationTests
{
    /// <summary>FL-ridge and FL-lasso: w̃ = S_{l1/(τ+2l2)}((τw − ∇g − π̃)/(τ + 2 l2)).</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 0.1)]
    [InlineData(0.5, 0)]
    [InlineData(0.5, 0.1)]
    public void The_minimizer_is_the_closed_form_of_the_paper(double l1, double l2)
    {
        const double Tau = 3;
        using var problem = new TestProblem(SquaredLoss.Instance, [2, 3, 1], 10);
        var surrogate = new FullLinearization(problem.Device, new Regularizer(l1, l2));
        surrogate.Minimize(problem.W, problem.Gradient, problem.Linear, Tau, problem.Minimizer);
        var (g, pi) = (problem.Device.ReadDouble(problem.Gradient), problem.Device.ReadDouble(problem.Linear));
        var expected = problem.W64.Select((a, q) => Soft(Tau * a - g[q] - pi[q], l1) / (Tau + 2 * l2)).ToArray();
        Dense.AssertClose(expected, problem.Device.ReadDouble(problem.Minimizer), 1e-6);
    }

    /// <summary>Equivalence 2: with r = 0 the step is −(I/τ)·y, adapt-then-combine gradient tracking.</summary>
    [Fact]
    public void Without_regularizer_the_step_is_the_tracker_over_tau()
    {
        using var problem = new TestProblem(SquaredLoss.Instance, [2, 3, 1], 10);
        var device = problem.Device;
        var y = device.Vector(Numbers.Normal(new Random(8), problem.Weights.Length));
        device.Combine(5, y, -1, problem.Gradient, problem.Linear);
        new FullLinearization(device, new Regularizer(0, 0))
            .Minimize(problem.W, problem.Gradient, problem.Linear, 20, problem.Minimizer);
        var expected = problem.W64.Zip(device.ReadDouble(y), (a, b) => a - 5.0 / 20 * b).ToArray();
        Dense.AssertClose(expected, device.ReadDouble(problem.Minimizer), 1e-6);
    }

    private static double Soft(double u, double t) => Math.Sign(u) * Math.Max(Math.Abs(u) - t, 0);
}
