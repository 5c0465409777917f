using Murmuration.Agent.Algorithms;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary>A message that missed its round still counts exactly once at both ends of its link.</summary>
public sealed class SettlementTests
{
    private const int Count = 33;
    private const double Weight = 0.3;

    [Fact]
    public void What_two_agents_settle_keeps_the_sum_of_their_trackers()
    {
        var (one, other) = (Start(seed: 1), Start(seed: 2));
        var (first, second) = (one.Message().ToArray(), other.Message().ToArray());
        one.Mix(Alone(first, new Settlement(1, 0, Weight, second, first)));
        other.Mix(Alone(second));
        Assert.True(Defect(one, other, first, second) > 1e-2);
        other.Mix(Alone(second, new Settlement(0, 0, Weight, first, second)));
        Assert.InRange(Defect(one, other, first, second), 0, 1e-5);
    }

    [Fact]
    public void Several_settle_in_order_and_in_double_precision_and_leave_the_weights()
    {
        var state = Start(seed: 1);
        var message = state.Message().ToArray();
        Settlement[] late =
        [
            new(1, 0, 0.25, Random(2 * Count, 5), Random(2 * Count, 6)),
            new(1, 1, 0.75, Random(2 * Count, 7), Random(2 * Count, 8)),
            new(2, 0, 0.1, Random(2 * Count, 9), Random(2 * Count, 10)),
        ];
        state.Mix(Alone(message, late));
        Assert.Equal(message[..Count], TinyNetwork.Values(state.Weights));
        var tracker = TinyNetwork.Values(state.Tracker);
        for (var k = 0; k < Count; k++)
        {
            var expected = (double)message[Count + k];
            foreach (var settlement in late)
            {
                expected += settlement.Weight * settlement.Theirs.Span[Count + k];
                expected -= settlement.Weight * settlement.Own.Span[Count + k];
            }

            Assert.Equal((float)expected, tracker[k]);
        }
    }

    [Fact]
    public void Settling_allocates_nothing_once_the_room_is_there()
    {
        var state = Start(seed: 1);
        var message = state.Message().ToArray();
        var messages = Alone(message, new Settlement(1, 0, Weight, Random(2 * Count, 5), message));
        state.Mix(messages);
        Assert.Equal(0, Allocation.Least(() => state.Mix(messages)));
    }

    [Fact]
    public void Late_messages_over_directed_links_are_further_contributions_of_the_same_agent()
    {
        var state = Start(seed: 1);
        var (own, early, late) = (state.Message().ToArray(), Random(2 * Count, 5), Random(2 * Count, 6));
        Contribution[] others =
            [new(1, 0.5, early, new double[] { 0.8 }), new(1, 0.25, late, new double[] { 1.2 })];
        var mine = new Contribution(0, 0.5, own, new double[] { 1.1 });
        var mass = state.PushSum(MessagesOfARound.Create(mine, others), scalarIndex: 0);
        Assert.Equal((0.5 * 1.1) + (0.5 * 0.8) + (0.25 * 1.2), mass, 1e-12);
        var tracker = TinyNetwork.Values(state.Tracker);
        for (var k = 0; k < Count; k++)
        {
            var sum = (0.5 * 1.1 * own[Count + k]) + (0.5 * 0.8 * early[Count + k]) + (0.25 * 1.2 * late[Count + k]);
            Assert.Equal(sum / mass, tracker[k], 1e-6);
        }
    }

    /// <summary>A state whose gradient is made up, its estimate being its weights.</summary>
    private static TrackedState Start(int seed)
    {
        var device = new HostDevice();
        var gradient = Random(Count, 100 + seed);
        var state = new TrackedState(device, Count, Differentiate);
        state.Start(Random(Count, seed));
        device.Copy(state.Weights, state.Estimate);
        return state;

        double Differentiate(DeviceVector weights, DeviceVector result)
        {
            device.Upload(gradient, result);
            return 1;
        }
    }

    private static RoundMessages Alone(float[] own, params IReadOnlyList<Settlement> late) =>
        MessagesOfARound.Create(new Contribution(0, 1, own, default), [], late);

    private static double Defect(TrackedState one, TrackedState other, float[] first, float[] second) =>
        TinyNetwork.Values(one.Tracker).Zip(TinyNetwork.Values(other.Tracker), (x, y) => (double)x + y)
            .Zip(first[Count..].Zip(second[Count..], (x, y) => (double)x + y), (sum, before) => Math.Abs(sum - before))
            .Max();

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
