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
    [InlineData(SolverKind.Primal, true, true)]
    [InlineData(SolverKind.Dual, true, true)]
    [InlineData(SolverKind.Dual, false, false)]
    [InlineData(SolverKind.ConjugateGradient, true, false)]
    public void The_Jacobian_is_formed_where_nothing_else_will_do(SolverKind kind, bool needs, bool forms) =>
        Assert.Equal(forms, SolverChoice.For(
            kind, 10, 10, 10, 1, hasL1: false, needs ? null : new KernelCost(1, 1)).FormsJacobian);

    [Theory]
    [InlineData(23_860, 50, 10, 40, SolverKind.Dual)]
    [InlineData(47, 24, 3, 10, SolverKind.Primal)]
    [InlineData(300, 320, 1, 30, SolverKind.Dual)]
    [InlineData(238_510, 160, 10, 310, SolverKind.ConjugateGradient)]
    [InlineData(400_001, 1000, 1, 100_001, SolverKind.ConjugateGradient)]
    public void A_dual_system_without_a_Jacobian_costs_less(
        int weights, int samples, int outputs, int width, SolverKind expected)
    {
        var rows = (long)samples * outputs;
        var kernel = new KernelCost(50.0 * rows * rows, rows * width);
        var kind = SolverChoice.For(SolverKind.Auto, weights, weights, samples, outputs, false, kernel).Kind;
        Assert.Equal(expected, kind);
    }

    [Fact]
    public void A_Jacobian_that_no_array_holds_is_refused()
    {
        var choice = SolverChoice.For(SolverKind.Dual, 238_510, 238_510, 1000, 10, hasL1: false);
        var fault = choice.Fault(238_510, 238_510, 10_000);
        Assert.StartsWith("10000 outputs of all samples × 238510 weights are too many for 'dual'", fault);
        var without = SolverChoice.For(SolverKind.Dual, 238_510, 238_510, 1000, 10, hasL1: false, new KernelCost(1, 1));
        Assert.Null(without.Fault(238_510, 238_510, 10_000));
    }

    [Theory]
    [InlineData(SolverKind.Primal)]
    [InlineData(SolverKind.Dual)]
    [InlineData(SolverKind.ConjugateGradient)]
    public void A_solver_of_smooth_problems_refuses_an_L1_term(SolverKind wanted) =>
        Assert.Throws<ArgumentException>(() => SolverChoice.For(wanted, 10, 10, 10, 1, hasL1: true));
}
