using Murmuration.Agent.Algorithms.Elastic;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// The stability bounds of the EASGD paper on F = x²/2, met by the production centre and its elastic move.
/// </summary>
public sealed class ElasticStabilityTests
{
    private const int Sweeps = 20_000;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Round_robin_is_stable_inside_its_region(int workers)
    {
        foreach (var eta in (double[])[0.1, 0.5, 1, 1.5, 1.9])
        {
            var limit = (4 - (2 * eta)) / (4 - eta);
            Assert.True(ElasticStability.IsStableInTurn(0.98 * limit, eta));
            Assert.InRange(InTurn(workers, eta, 0.98 * limit), 0, 1e-3);
        }
    }

    /// <summary>A single map of the composition grows: one worker alone meets the centre.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(1.9)]
    public void Round_robin_is_unstable_two_per_cent_outside(double eta)
    {
        var rate = 1.02 * (4 - (2 * eta)) / (4 - eta);
        Assert.False(ElasticStability.IsStableInTurn(rate, eta));
        Assert.False(InTurn(workers: 1, eta, rate) < 1e6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Common_rounds_are_stable_exactly_inside_their_region(int workers)
    {
        foreach (var step in (double[])[0.1, 1, 1.9])
        {
            var limit = Enumerable.Range(1, 20_000).Select(k => k * 1e-4)
                .First(rate => !ElasticStability.IsStableTogether(workers, rate, step));
            Assert.InRange(Together(workers, step, 0.98 * limit), 0, 1e-3);
            Assert.False(Together(workers, step, 1.02 * limit) < 1e6);
        }
    }

    /// <summary>|x̃| and all |x^i|, the largest, after many sweeps in which the workers meet the centre one by one.
    /// </summary>
    private static double InTurn(int workers, double eta, double rate)
    {
        var centre = new ElasticCentre(1);
        centre.Start([1]);
        var positions = Enumerable.Range(0, workers).Select(k => 1 + (0.1f * k)).ToArray();
        float[] answer = [0];
        for (var sweep = 0; sweep < Sweeps && positions.All(float.IsFinite); sweep++)
        {
            for (var k = 0; k < workers; k++)
            {
                var position = positions[k];
                centre.Meet([position], rate, answer);
                float[] moved = [position - (float)(eta * position)];
                ElasticMove.Difference(rate, [position], answer, answer);
                ElasticMove.Pull(answer, moved);
                positions[k] = moved[0];
            }
        }

        centre.CopyTo(answer);
        return positions.Append(answer[0]).Max(Math.Abs);
    }

    /// <summary>The same when all meet it at once, from old positions.</summary>
    private static double Together(int workers, double eta, double rate)
    {
        float[] centre = [1];
        var positions = Enumerable.Range(0, workers).Select(k => 1 + (0.1f * k)).ToArray();
        for (var round = 0; round < Sweeps && positions.All(float.IsFinite); round++)
        {
            float[] old = [centre[0]];
            for (var k = 0; k < workers; k++)
            {
                float[] difference = [0];
                float[] moved = [positions[k] - (float)(eta * positions[k])];
                ElasticMove.Difference(rate, [positions[k]], old, difference);
                ElasticMove.Push(difference, centre);
                ElasticMove.Pull(difference, moved);
                positions[k] = moved[0];
            }
        }

        return positions.Append(centre[0]).Max(Math.Abs);
    }
}
