using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;

namespace Murmuration.Simulation.Tests;

/// <summary>Sizes of local steps at chosen numbers.</summary>
public sealed class StepSizeScheduleTests
{
    [Fact]
    public void Constant_is_eta_itself_after_the_warm_up()
    {
        var sizes = Create(new OptimizerOptions { WarmUp = 4 });
        double[] expected = [0.05, 0.1, 0.15, 0.2, 0.2, 0.2];
        Assert.Equal(expected, Enumerable.Range(0, 6).Select(k => sizes[k]), Close);
        Assert.Equal(0.2, Create(new OptimizerOptions())[1_000_000]);
        Assert.Equal(0.05 + 0.1 + 0.15 + 0.2, sizes.Sum(0, 4), 1e-15);
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(9, 0.2)]
    [InlineData(10, 0.1)]
    [InlineData(39, 0.025)]
    [InlineData(40, 0.0125)]
    public void Step_falls_every_so_many_steps(int step, double expected)
    {
        var sizes = Create(new OptimizerOptions { Schedule = StepScheduleKind.Step, Decay = 0.5, DecayEvery = 10 });
        Assert.Equal(expected, sizes[step], 1e-15);
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(6, 0.2)]
    [InlineData(7, 0.02)]
    [InlineData(11, 0.02)]
    [InlineData(12, 0.002)]
    [InlineData(5000, 0.002)]
    public void Step_falls_at_milestones(int step, double expected)
    {
        var sizes = Create(new OptimizerOptions { Schedule = StepScheduleKind.Step, Milestones = [7, 12] });
        Assert.Equal(expected, sizes[step], 1e-15);
    }

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(2, 0.2)]
    [InlineData(12, 0.1)]
    [InlineData(22, 0)]
    [InlineData(23, 0)]
    public void Cosine_falls_to_zero_after_the_warm_up(int step, double expected)
    {
        var sizes = Create(new OptimizerOptions { Schedule = StepScheduleKind.Cosine, WarmUp = 2, Steps = 22 });
        Assert.Equal(expected, sizes[step], 1e-15);
    }

    [Fact]
    public void Cosine_ends_with_the_run_unless_the_options_say_otherwise()
    {
        var options = new AlgorithmOptions
        {
            Name = AlgorithmKind.DecentralizedSgd,
            LocalSteps = 5,
            Optimizer = new OptimizerOptions { Schedule = StepScheduleKind.Cosine },
        };
        var run = new RunOptions { Rounds = 20, Algorithm = options };
        Assert.Equal(100, run.AlgorithmOverAllRounds().Optimizer.Steps);
        var own = run with { Algorithm = options with { Optimizer = options.Optimizer with { Steps = 60 } } };
        Assert.Equal(60, own.AlgorithmOverAllRounds().Optimizer.Steps);
        Assert.Throws<ArgumentException>(() => new StepSizeSchedule(options));
    }

    private static bool Close(double x, double y) => Math.Abs(x - y) < 1e-15;

    private static StepSizeSchedule Create(OptimizerOptions optimizer) =>
        new(new AlgorithmOptions { Eta = 0.2, Optimizer = optimizer });
}
