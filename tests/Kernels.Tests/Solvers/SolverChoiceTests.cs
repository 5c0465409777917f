using Murmuration.Kernels.Solvers;

namespace Murmuration.Kernels.Tests.Solvers;

public class SolverChoiceTests
{
    [Theory]
    [InlineData(47, 47, 24, 3, false, SolverKind.Primal)]
    [InlineData(301, 301, 800, 1, false, SolverKind.Primal)]
    [InlineData(451, 451, 50, 1, false, SolverKind.Dual)]
    [InlineData(300, 6000, 2000, 1, false, SolverKind.Primal)]
    [InlineData(1203, 1203, 400, 3, false, SolverKind.ConjugateGradient)]
    [InlineData(238510, 238510, 1000, 10, false, SolverKind.ConjugateGradient)]
    [InlineData(500, 500, 2000, 1, true, SolverKind.ProximalGradient)]
    public void Auto_chooses_by_size_and_says_why(
        int block, int weights, int samples, int outputs, bool hasL1, SolverKind expected)
    {
        var choice = SolverChoice.For(SolverKind.Auto, block, weights, samples, outputs, hasL1);
        Assert.Equal(expected, choice.Kind);
        Assert.NotEmpty(choice.Reason);
    }

    [Theory]
    [InlineData(SolverKind.Primal)]
    [InlineData(SolverKind.Dual)]
    [InlineData(SolverKind.ConjugateGradient)]
    public void A_solver_of_smooth_problems_refuses_an_L1_term(SolverKind wanted) =>
        Assert.Throws<ArgumentException>(() => SolverChoice.For(wanted, 10, 10, 10, 1, hasL1: true));
}
