using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Agent.Tests.Models;
using Murmuration.Agent.Training;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Training;

public sealed class TestReviewTests : IDisposable
{
    private const int Rows = 400;

    private readonly HostDevice _device = new();
    private readonly TrainedModel _trained = TrainedModels.Regression();

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Agents_on_one_device_share_a_review_and_others_do_not()
    {
        var test = CreateTest();
        using var other = new HostDevice();
        Assert.Same(Review(test, _device), Review(test, _device));
        Assert.NotSame(Review(test, _device), Review(test, other));
        Assert.Equal(Review(test, _device).Evaluate(Weights()), Review(test, other).Evaluate(Weights()));
    }

    [Fact]
    public void The_second_agent_to_look_takes_no_room_of_its_own()
    {
        var (test, weights) = (CreateTest(), Weights());
        Review(test, _device).Evaluate(weights);
        Assert.InRange(Allocation.Least(() => Review(test, _device).Evaluate(weights)), 0, Rows);
    }

    [Fact]
    public void Agents_that_look_at_once_see_what_each_sees_alone()
    {
        var review = Review(CreateTest(), _device);
        var all = Enumerable.Range(1, 16).Select(factor => Weights(factor / 8f)).ToArray();
        var alone = Array.ConvertAll(all, review.Evaluate);
        var together = new Evaluation[all.Length];
        Parallel.For(0, all.Length, k => together[k] = review.Evaluate(all[k]));
        Assert.Equal(alone, together);
    }

    private static TestSet CreateTest() => new(
        Dataset.ForRegression(TrainedModels.Rows(5, Rows), 5, TrainedModels.Rows(2, Rows, seed: 8), 2));

    private TestReview Review(TestSet test, HostDevice device) =>
        test.ReviewOn(device, _trained.Model, _trained.Meaning, _trained.Statistics);

    private DeviceVector Weights(float factor = 1)
    {
        var weights = _device.Allocate(_trained.Weights.Length);
        _device.Upload(_trained.Weights.Span, weights);
        _device.Combine(factor, weights, 0, weights, weights);
        return weights;
    }
}
