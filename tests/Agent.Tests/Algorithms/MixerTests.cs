using Murmuration.Agent.Algorithms;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Algorithms;

/// <summary>Mixing with the distances of the neighbours in the same pass.</summary>
public sealed class MixerTests : IDisposable
{
    /// <summary>More than are mixed together, and no multiple of it.</summary>
    private const int Length = 150_001;
    private const int Agents = 8;
    private readonly HostDevice _device = new(1);

    public void Dispose() => _device.Dispose();

    [Theory]
    [InlineData(1000)]
    [InlineData(Length)]
    public async Task Mixing_a_round_allocates_nothing_once_it_runs(int length)
    {
        var messages = await RoundAsync(length);
        var (mixer, mixed) = (new Mixer(_device, length), _device.Allocate(length));
        mixer.Mix(messages, mixed);
        Assert.Equal(0, Allocation.Least(() => mixer.Mix(messages, mixed)));
        Assert.Equal(0, Allocation.Least(() => mixer.PushSum(messages, 0, mixed)));
        Assert.Equal(0, Allocation.Least(() => mixer.Settle(messages, 0, mixed)));
    }

    [Fact]
    public async Task A_mixed_round_and_its_distances_are_those_of_plain_sums()
    {
        var messages = await RoundAsync(Length);
        var (mixer, mixed) = (new Mixer(_device, Length - 1), _device.Allocate(Length));
        mixer.Mix(messages, mixed);
        var (own, farthest, norm) = (messages.Own.Vectors.ToArray(), 0.0, 0.0);
        for (var k = 0; k < Length; k++)
        {
            var sum = 0.0;
            foreach (var one in messages)
            {
                sum += one.Weight * one.Vectors.Span[k];
            }

            Assert.Equal(sum, _device.Stage(mixed).Span[k], 1e-5);
            norm += k < Length - 1 ? (double)own[k] * own[k] : 0;
        }

        foreach (var one in messages)
        {
            var distance = 0.0;
            for (var k = 0; k < Length - 1; k++)
            {
                distance += Math.Pow(one.Vectors.Span[k] - own[k], 2);
            }

            farthest = Math.Max(farthest, distance);
        }

        Assert.Equal(Math.Sqrt(farthest / norm), mixer.Disagreement, 1e-4);
    }

    /// <summary>What the first agent of a ring has after a round.</summary>
    private static async Task<RoundMessages> RoundAsync(int length)
    {
        var network = InMemoryNetwork.Create(
            TopologySchedule.Parse("""{ "name": "ring", "agents": 8, "schedule": { "generator": "ring" } }"""),
            length,
            scalarCount: 1);
        var rounds = await Task.WhenAll(network.Select((one, i) => one.ExchangeAsync(
            0, Vector(i, length), new double[] { 1 + i }).AsTask()));
        Assert.Equal(Agents, rounds.Length);
        return rounds[0];
    }

    private static float[] Vector(int seed, int length)
    {
        var random = new Random(seed);
        var vector = new float[length];
        for (var k = 0; k < length; k++)
        {
            vector[k] = (float)((2 * random.NextDouble()) - 1);
        }

        return vector;
    }
}
