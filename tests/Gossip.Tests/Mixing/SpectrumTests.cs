using Murmuration.Gossip.Mixing;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Mixing;

public class SpectrumTests
{
    [Theory]
    [InlineData("ring", 8)]
    [InlineData("ring", 9)]
    [InlineData("complete", 7)]
    [InlineData("star", 6)]
    [InlineData("path", 5)]
    public void The_second_eigenvalue_of_a_known_network(string generator, int n)
    {
        // C = I − L/3 on the ring (eigenvalues 1 − (2 − 2 cos 2πk/n)/3) and on the path (1 − (2 − 2 cos πk/n)/3);
        // 11ᵀ/n on the complete one; on the star every c_0j is 1/n.
        var expected = generator switch
        {
            "ring" => 1 - (2 - 2 * Math.Cos(2 * Math.PI / n)) / 3,
            "path" => 1 - (2 - 2 * Math.Cos(Math.PI / n)) / 3,
            "star" => 1 - 1.0 / n,
            _ => 0,
        };
        var schedule = TopologySchedule.Parse(
            $$"""{ "agents": {{n}}, "schedule": { "generator": "{{generator}}" } }""");

        Assert.Equal(expected, Modulus(schedule, 1), 1e-12);
    }

    [Fact]
    public void A_directed_ring_of_push_weights_has_complex_eigenvalues()
    {
        // (1 + e^{2πi/8})/2 has the modulus cos(π/8).
        var schedule = TopologySchedule.Parse(
            """{ "agents": 8, "directed": true, "schedule": { "generator": "ring" } }""");

        Assert.Equal(Math.Cos(Math.PI / 8), Modulus(schedule, 1), 1e-10);
    }

    [Fact]
    public void A_product_that_averages_exactly_in_finite_time_has_the_modulus_zero()
    {
        // A square: first its vertical, then its horizontal sides; each round halves.
        var schedule = TopologySchedule.Parse("""
            { "agents": 4,
              "schedule": { "rounds": [ { "links": ["a0-a1", "a2-a3"] }, { "links": ["a0-a2", "a1-a3"] } ] } }
            """);

        Assert.Equal(0, Modulus(schedule, 2));
    }

    [Fact]
    public void The_product_over_a_window_is_that_of_plain_loops()
    {
        var schedule = TopologySchedule.Parse(
            """{ "agents": 7, "schedule": { "generator": "ring", "linkUp": { "probability": 0.6, "seed": 2 } } }""");
        var expected = schedule.MixingMatrix(3);
        for (var round = 4; round < 8; round++)
            expected = Multiply(schedule.MixingMatrix(round), expected);

        var product = Spectrum.Product(schedule, 3, 5);

        for (var i = 0; i < 7; i++)
        {
            for (var j = 0; j < 7; j++)
                Assert.Equal(expected[i, j], product[i][j], 1e-14);
        }
    }

    [Fact]
    public void Differences_shrink_as_fast_as_the_modulus_says()
    {
        var schedule = TopologySchedule.Parse("""
            { "agents": 9,
              "schedule": { "rounds": [ { "generator": "path" }, { "links": ["a8-a0"] }, { "links": ["a3-a7"] } ] } }
            """);
        var modulus = Modulus(schedule, 3);

        var after40 = Deviation(Spectrum.Product(schedule, 0, 120));
        var after60 = Deviation(Spectrum.Product(schedule, 0, 180));

        Assert.Equal(modulus, Math.Pow(after60 / after40, 1.0 / 20), 1e-6);
    }

    [Theory]
    [InlineData("ring", 8)]
    [InlineData("ring", 9)]
    [InlineData("complete", 7)]
    [InlineData("path", 5)]
    public void The_smallest_eigenvalue_of_a_known_network(string generator, int n)
    {
        // As above; the ring of an odd number has none at the far end of its spectrum.
        var expected = generator switch
        {
            "ring" => 1 - (2 - 2 * Math.Cos(2 * Math.PI * (n / 2) / n)) / 3,
            "path" => 1 - (2 - 2 * Math.Cos(Math.PI * (n - 1) / n)) / 3,
            _ => 0,
        };
        var schedule = TopologySchedule.Parse(
            $$"""{ "agents": {{n}}, "schedule": { "generator": "{{generator}}" } }""");

        Assert.Equal(expected, schedule.SmallestEigenvalue(), 1e-12);
    }

    [Fact]
    public void Of_a_large_network_the_smallest_eigenvalue_is_bounded_from_below()
    {
        // A ring of 600 with the weights 0.2: the bound 2 · 0.6 − 1 is met, since its number is even.
        var schedule = TopologySchedule.Parse(
            """{ "agents": 600, "weights": { "laplacian": 0.2 }, "schedule": { "generator": "ring" } }""");

        Assert.Equal(0.2, schedule.SmallestEigenvalue(), 1e-12);
    }

    [Fact]
    public void A_schedule_with_several_matrices_has_no_smallest_eigenvalue()
    {
        var schedule = TopologySchedule.Parse(
            """{ "agents": 3, "schedule": { "rounds": [ { "links": ["a0-a1"] }, { "links": ["a1-a2"] } ] } }""");

        Assert.Throws<InvalidOperationException>(() => schedule.SmallestEigenvalue());
    }

    private static double Deviation(SquareMatrix product)
    {
        product.Add(-1.0 / product.Size);
        return product.Norm;
    }

    private static double Modulus(TopologySchedule schedule, int roundCount)
        => Spectrum.SecondLargestModulus(Spectrum.Product(schedule, 0, roundCount));

    private static double[,] Multiply(double[,] a, double[,] b)
    {
        var n = a.GetLength(0);
        var c = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                for (var k = 0; k < n; k++)
                    c[i, j] += a[i, k] * b[k, j];
            }
        }
        return c;
    }
}
