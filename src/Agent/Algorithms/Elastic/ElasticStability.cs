using System.Globalization;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>The stability bounds of the EASGD paper, as far as they do without the curvature of the cost.</summary>
/// <remarks>
/// On a quadratic of curvature h, with p workers of rate α at a centre (sections 3 and 4 of the paper's analysis):
/// synchronous            stable iff (2 − ηh)(2 − pα) &gt; 2α and (2 − ηh) + (2 − pα) &gt; α
/// round-robin, one by one   stable iff 0 ≤ ηh ≤ 2 and 0 ≤ α ≤ (4 − 2ηh)/(4 − ηh)
/// As ηh → 0, which every step size comes to, there remains (p + 1) α &lt; 2 and α ≤ 1.
/// </remarks>
internal static class ElasticStability
{
    private const string Advice = "the weights may diverge; lower algorithm.elastic.beta or rho";

    /// <summary>Whether synchronous EASGD is stable on a quadratic cost.</summary>
    /// <param name="workers">p.</param>
    /// <param name="rate">α.</param>
    /// <param name="step">ηh.</param>
    public static bool IsStableTogether(double workers, double rate, double step = 0) =>
        (2 - step) * (2 - (workers * rate)) > 2 * rate && 2 - step + 2 - (workers * rate) > rate;

    /// <summary>Whether asynchronous EASGD, one worker after the other, is stable on a quadratic cost.</summary>
    /// <param name="rate">α.</param>
    /// <param name="step">ηh.</param>
    public static bool IsStableInTurn(double rate, double step = 0) =>
        step is >= 0 and <= 2 && rate >= 0 && rate <= (4 - (2 * step)) / (4 - step);

    /// <summary>One line for each centre that breaks a bound.</summary>
    public static IReadOnlyList<string> Warnings(
        AlgorithmOptions options, TopologySchedule schedule, ElasticTree tree)
    {
        var rates = new ElasticRates(tree, options);
        return [.. Enumerable.Range(0, schedule.Agents.Count)
            .Where(tree.IsHost)
            .Select(host => Warning(options, schedule.Agents[host].Id, RatesAt(host, tree, rates)))
            .OfType<string>()];
    }

    private static List<double> RatesAt(int host, ElasticTree tree, ElasticRates rates)
    {
        List<double> all = [rates.OfWorkersAt(host), .. tree.ChildrenOf(host).Select(rates.OfLinkAbove)];
        if (tree.ParentOf(host) >= 0)
        {
            all.Add(rates.OfLinkAbove(host));
        }

        return all;
    }

    private static string? Warning(AlgorithmOptions options, string host, List<double> rates)
    {
        var (largest, sum) = (rates.Max(), rates.Sum());
        var at = string.Create(
            CultureInfo.InvariantCulture,
            $"the moving rates at the centre of '{host}' (sum {sum:G4}, largest α = {largest:G4})");
        return options.Asynchronous
            ? IsStableInTurn(largest)
                ? null
                : $"{at} break the bound of asynchronous EASGD, α ≤ (4 − 2ηh)/(4 − ηh) ≤ 1: {Advice}"
            : IsStableTogether(sum / largest, largest)
                ? null
                : $"{at} break the bound of synchronous EASGD, (2 − ηh)(2 − pα) > 2α: {Advice}";
    }
}
