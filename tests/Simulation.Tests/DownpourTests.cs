using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests;

/// <summary>
/// DOWNPOUR and its relatives, one worker after the other, against the paper's equations in double precision.
/// </summary>
public sealed class DownpourTests
{
    private const int Agents = 3;
    private const int Sweeps = 15;
    private const int Tau = 4;
    private const double Eta = 0.01;
    private readonly Quadratics _quadratics = new(Agents, seed: 21);
    private readonly float[] _start = TinyNetwork.RandomWeights(Quadratics.WeightCount, seed: 2)(0);

    [Theory]
    [InlineData("Downpour")]
    [InlineData("ADownpour")]
    [InlineData("MvaDownpour")]
    public async Task Workers_bring_what_they_have_moved(string name)
    {
        var kind = Enum.Parse<AlgorithmKind>(name);
        await using var network = Create(kind, localSteps: Tau);
        var (centre, average, meetings) = (Doubles(_start), Doubles(_start), 0);
        var positions = Enumerable.Range(0, Agents).Select(_ => Doubles(_start)).ToArray();
        var origins = Enumerable.Range(0, Agents).Select(_ => Doubles(_start)).ToArray();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var agent = 0; agent < Agents; agent++)
            {
                for (var step = 0; step < Tau; step++)
                {
                    positions[agent] = Sum(positions[agent], -Eta, _quadratics.Gradient(agent, positions[agent], 0));
                }

                var rate = kind == AlgorithmKind.ADownpour ? 1.0 / (meetings + 1) : 0.1;
                average = Sum([.. average.Select(z => (1 - rate) * z)], rate, centre);
                centre = Sum(Sum(centre, 1, positions[agent]), -1, origins[agent]);
                (positions[agent], origins[agent]) = (centre, centre);
                meetings++;
                await network.RunRoundAsync(agent);
                AssertClose(kind == AlgorithmKind.Downpour ? centre : average, network, agent);
            }
        }
    }

    [Fact]
    public async Task The_centre_of_mDownpour_steps_with_momentum()
    {
        const double delta = 0.9;
        await using var network = Create(AlgorithmKind.MDownpour, localSteps: 1);
        var (centre, velocity) = (Doubles(_start), new double[Quadratics.WeightCount]);
        var positions = Enumerable.Range(0, Agents).Select(_ => Doubles(_start)).ToArray();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var agent = 0; agent < Agents; agent++)
            {
                var gradient = _quadratics.Gradient(agent, positions[agent], 0);
                velocity = Sum([.. velocity.Select(v => delta * v)], -Eta, gradient);
                centre = Sum(centre, 1, velocity);
                positions[agent] = Sum(centre, delta, velocity);
                await network.RunRoundAsync(agent);
                AssertClose(positions[agent], network, agent);
            }
        }
    }

    private FreeNetwork Create(AlgorithmKind kind, int localSteps) => FreeNetwork.Create(
        TopologySchedule.Parse("""{ "name": "star", "agents": 3, "schedule": { "generator": "star" } }"""),
        new()
        {
            Name = kind,
            Eta = Eta,
            LocalSteps = localSteps,
            Optimizer = kind == AlgorithmKind.MDownpour ? new() { Name = OptimizerKind.Nesterov } : new(),
            Elastic = new() { AveragingRate = 0.1, Patience = 60 },
        },
        _quadratics.Problems(),
        _ => _start);

    private static void AssertClose(double[] expected, FreeNetwork network, int agent)
    {
        var actual = TinyNetwork.Values(network.Algorithms[agent].Weights);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], actual[k], 1e-4);
        }
    }

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];

    private static double[] Sum(double[] one, double factor, double[] other) =>
        [.. one.Zip(other, (x, y) => x + (factor * y))];
}
