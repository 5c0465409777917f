using Murmuration.Kernels.Ilgpu;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Devices;

/// <summary>
/// Finds the faster of the host and this machine's cards for a problem: by measuring both where a card could win.
/// </summary>
public static class DeviceChoice
{
    /// <summary>
    /// Operations of a gradient below which no card is tried: the host is through with them before a card's twenty
    /// launches are.
    /// </summary>
    public const long LeastOperations = 20_000_000;

    /// <summary>How much faster a card must be: measured times waver.</summary>
    private const double Advantage = 1.1;

    /// <summary>Chooses for a gradient of so many samples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="samples">Samples of one gradient.</param>
    /// <param name="threads">Threads of the host device.</param>
    /// <param name="time">Measures.</param>
    public static DeviceDecision Choose(Model model, ILoss loss, int samples, int threads, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Choose(Cards, new DeviceTrial(model, loss, samples, time), threads);
    }

    /// <summary>The same among the given cards, which are asked for only where one could win.</summary>
    internal static DeviceDecision Choose(Func<IReadOnlyList<string>> cards, DeviceTrial trial, int threads)
    {
        if (trial.Operations < LeastOperations)
        {
            return new(DeviceCatalog.Host, $"{trial.Operations:N0} operations a gradient are too few for a card");
        }

        if (cards() is not { Count: > 0 } names)
        {
            return new(DeviceCatalog.Host, "there is no usable card");
        }

        var onHost = trial.Seconds(DeviceCatalog.Host, threads);
        var tried = names.Select(name => Try(name, onHost, trial, threads)).ToList();
        return tried.OrderBy(one => one.Seconds).First().Decision;
    }

    private static List<string> Cards() =>
    [
        .. AcceleratorCatalog.List()
            .Where(one => one is { IsUsable: true, IsForChecks: false })
            .Select(one => one.Name),
    ];

    /// <summary>Whatever a card's driver makes of the problem, the host can do it.</summary>
    private static (double Seconds, DeviceDecision Decision) Try(
        string card, double onHost, DeviceTrial trial, int threads)
    {
        try
        {
            var seconds = trial.Seconds(card, threads);
            return (seconds, Compare(onHost, seconds, card));
        }
        catch (Exception error)
        {
            return (double.PositiveInfinity, new(DeviceCatalog.Host, $"{card} cannot: {error.Message}"));
        }
    }

    /// <summary>A card must be clearly faster.</summary>
    internal static DeviceDecision Compare(double onHost, double onCard, string card) => new(
        onCard * Advantage < onHost ? card : DeviceCatalog.Host,
        $"a round's numerics take {1e3 * onHost:0.00} ms on the host, {1e3 * onCard:0.00} ms on {card}");
}
