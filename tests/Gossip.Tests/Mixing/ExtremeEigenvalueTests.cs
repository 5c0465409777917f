using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Generators;

namespace Murmuration.Gossip.Tests.Mixing;

/// <summary>Against formulas, and against powers of the dense matrix.</summary>
public class ExtremeEigenvalueTests
{
    /// <summary>C of a ring has the eigenvalues (1 + 2 cos 2πk/n) / 3.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(200)]
    public void A_ring(int agentCount)
    {
        var (second, smallest) = Of(Make("ring", agentCount))!.Value;

        Assert.Equal((1 + (2 * Math.Cos(2 * Math.PI / agentCount))) / 3, second, 1e-12);
        Assert.Equal((1 + (2 * Math.Cos(2 * Math.PI * (agentCount / 2) / agentCount))) / 3, smallest, 1e-12);
    }

    [Theory]
    [InlineData("star", 40)]
    [InlineData("complete", 20)]
    [InlineData("grid", 48)]
    [InlineData("path", 2)]
    public void Small_networks_agree_with_the_dense_way(string generator, int agentCount)
    {
        var schedule = Make(generator, agentCount);
        var dense = Spectrum.Product(schedule, 0, 1);

        var (second, smallest) = Of(schedule)!.Value;

        Assert.Equal(Spectrum.SecondLargestModulus(dense), Math.Max(second, -smallest), 1e-9);
        Assert.Equal(Spectrum.SmallestEigenvalue(dense), smallest, 1e-9);
    }

    [Fact]
    public void Thousands_of_agents_that_mix_well_take_few_steps()
    {
        var settings = new GeneratorSettings { Generator = "randomRegular", Degree = 4, Seed = 2 };
        var schedule = TopologySchedule.Generate("test", AgentAddress.Loopback(3000), settings);

        var (second, smallest) = Of(schedule)!.Value;

        // Links of a random regular network of degree d have the second eigenvalue 2 √(d − 1) (J. Friedman, 2003).
        Assert.Equal((1 + (2 * Math.Sqrt(3))) / 5, second, 0.01);
        Assert.Equal((1 - (2 * Math.Sqrt(3))) / 5, smallest, 0.01);
        Assert.Equal(1 - second, new TopologyReport(schedule).SpectralGap!.Value, 1e-12);
    }

    [Fact]
    public void What_cannot_be_known_in_time_is_not_said() => Assert.Null(Of(Make("path", 4000)));

    private static (double Second, double Smallest)? Of(TopologySchedule schedule) =>
        ExtremeEigenvalues.Of(schedule.TopologyAt(0), schedule.Agents.Count);

    private static TopologySchedule Make(string generator, int agentCount) => TopologySchedule.Generate(
        "test", AgentAddress.Loopback(agentCount), new GeneratorSettings { Generator = generator });
}
