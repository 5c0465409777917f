using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Benchmarks.Rooflines;

/// <summary>A round's numerics on the host and on a card over growing problems, and what auto would take.</summary>
internal sealed class DeviceSweep(string card, bool quick)
{
    private static readonly (int[] Widths, int Batch)[] Problems =
    [
        ([20, 40, 3], 64), ([64, 40, 10], 256), ([100, 100, 10], 256), ([784, 30, 10], 256), ([784, 100, 10], 512),
        ([784, 300, 10], 256), ([784, 300, 10], 2048), ([784, 1000, 10], 1024), ([784, 1000, 1000, 10], 2048),
        ([784, 2048, 2048, 10], 4096), ([784, 4096, 4096, 10], 8192),
    ];

    /// <summary>Prints a line for each; false when auto took a card that was slower than the host.</summary>
    public bool Run()
    {
        var (threads, isRight) = (Environment.ProcessorCount, true);
        Console.WriteLine($"sweep: problem, host with {threads} threads, {card}, what auto takes");
        foreach (var (widths, batch) in quick ? Problems[..3] : Problems)
        {
            var model = Model.MultilayerPerceptron(widths, Activation.Tanh);
            var trial = new DeviceTrial(model, SoftmaxCrossEntropyLoss.Instance, batch, TimeProvider.System);
            var (onHost, onCard) = (trial.Seconds(DeviceCatalog.Host, threads), trial.Seconds(card, threads));
            var choice = DeviceChoice.Choose(() => [card], trial, threads);
            var isWrong = choice.Name != DeviceCatalog.Host && onCard > onHost;
            isRight &= !isWrong;
            Console.WriteLine(
                $"{string.Join('-', widths),-20} {batch,6} {1e3 * onHost,10:0.000} ms {1e3 * onCard,10:0.000} ms  "
                + $"{choice.Name}{(isWrong ? "  WRONG: the host is faster" : "")}");
        }

        return isRight;
    }
}
