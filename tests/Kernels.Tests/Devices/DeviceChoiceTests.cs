using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Tests.Devices;

public sealed class DeviceChoiceTests
{
    [Fact]
    public void Small_problems_ask_for_no_card()
    {
        var model = Model.MultilayerPerceptron([20, 40, 3], Activation.Tanh);
        var decision = DeviceChoice.Choose(
            () => throw new InvalidOperationException("asked for cards"), Trial(model, 64), threads: 1);
        Assert.Equal(DeviceCatalog.Host, decision.Name);
        Assert.Contains("too few", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_cards_computes_on_the_host() =>
        Assert.Equal(new DeviceDecision("host", "there is no usable card"), Choose());

    [Fact]
    public void A_card_that_fails_leaves_the_host_and_says_why()
    {
        var decision = Choose("cuda:77");
        Assert.Equal(DeviceCatalog.Host, decision.Name);
        Assert.Contains("There is no device 'cuda:77'", decision.Reason, StringComparison.Ordinal);
    }

    /// <summary>Of two candidates that are the same device neither is faster by enough.</summary>
    [Theory]
    [InlineData(1.0, "host")]
    [InlineData(0.95, "host")]
    [InlineData(0.5, "card")]
    public void Only_a_card_that_is_clearly_faster_is_chosen(double relative, string expected) =>
        Assert.Equal(expected, DeviceChoice.Compare(0.002, 0.002 * relative, "card").Name);

    [Fact]
    public void Names_that_do_not_exist_are_refused_with_those_that_do()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => DeviceCatalog.Open("gpu", 1));
        Assert.Contains("host", error.Message, StringComparison.Ordinal);
        Assert.Contains(DeviceCatalog.List(1), device => device is { Name: "host", IsUsable: true });
        Assert.All(DeviceCatalog.List(1).Where(device => !device.IsUsable), device => Assert.Contains(
            device.Obstacle!, Refusal(device.Name), StringComparison.Ordinal));
    }

    private static string Refusal(string name) =>
        Assert.Throws<DeviceUnavailableException>(() => DeviceCatalog.Open(name, 1)).Message;

    private static DeviceDecision Choose(params string[] cards) => DeviceChoice.Choose(
        () => cards, Trial(Model.MultilayerPerceptron([100, 100, 10], Activation.Tanh), 400), threads: 1);

    private static DeviceTrial Trial(Model model, int samples) =>
        new(model, SoftmaxCrossEntropyLoss.Instance, samples, TimeProvider.System);
}
