using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Drawing;
using Murmuration.Agent.Reports.Runs;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>Whether the agents agree and learn, and what should make a reader look twice.</summary>
internal static class Suspicions
{
    /// <summary>Neighbours whose estimates differ by less, relatively, have one model for all purposes.</summary>
    private const double Agreement = 0.02;

    /// <summary>Above this, relative to the gradients, more than rounding is lost.</summary>
    private const double Loss = 1e-3;

    private const double FarBehind = 0.05;
    private const int FewRounds = 20;
    private const int MostNames = 5;

    /// <summary>What to know, in the order of the page.</summary>
    public static IReadOnlyList<Remark> Of(RunOverview run) =>
    [
        .. Agreeing(run), .. Learning(run), .. Tracking(run), .. Standing(run), .. Laggards(run), .. Links(run),
        .. Skipping(run), .. Uneven(run), .. Waiting(run),
    ];

    private static IEnumerable<Remark> Agreeing(RunOverview run)
    {
        if (run.Last is not { } last || run.AgentCount == 1 || last.Round == 0)
        {
            yield break;
        }

        var early = run.Network.FirstOrDefault(round => 4 * round.Round >= last.Round && round.Round > 0);
        var size = $"neighbours' estimates differ by {NumberText.Of(100 * last.Disagreement)} % at most";
        if (!double.IsFinite(last.Disagreement))
        {
            yield return new(RemarkKind.Bad, "The agents' weights are no longer finite numbers.");
        }
        else if (last.Disagreement <= Agreement)
        {
            yield return new(RemarkKind.Good, $"The agents agree: {size}.");
        }
        else if (early is not null && last.Round >= FewRounds && last.Disagreement >= early.Disagreement)
        {
            yield return new(
                RemarkKind.Bad,
                $"The agents do not come together: {size}, no less than after round {early.Round}. "
                + "Raise algorithm.tau or lower the step size, or add links.");
        }
        else
        {
            yield return new(RemarkKind.Warn, $"The agents do not quite agree yet: {size}.");
        }
    }

    private static IEnumerable<Remark> Learning(RunOverview run)
    {
        if (run.Last is not { Round: >= FewRounds } last)
        {
            yield break;
        }

        var best = run.Network.MinBy(round => round.Cost)!;
        if (!double.IsFinite(last.Cost) || last.Cost > run.Network[0].Cost)
        {
            yield return new(
                RemarkKind.Bad,
                $"The cost has grown from {NumberText.Of(run.Network[0].Cost)} to {NumberText.Of(last.Cost)}: the run "
                + "is unstable. Raise algorithm.tau, or lower algorithm.alpha or algorithm.eta.");
        }
        else if (last.Cost > 1.2 * best.Cost)
        {
            yield return new(
                RemarkKind.Warn,
                $"The cost was lower before: {NumberText.Of(best.Cost)} in round {best.Round}, "
                + $"{NumberText.Of(last.Cost)} now.");
        }
    }

    private static IEnumerable<Remark> Tracking(RunOverview run)
    {
        if (run.Network.LastOrDefault(round => round.TrackingDefect is not null) is not { TrackingDefect: { } defect }
            || run.AgentCount == 1)
        {
            yield break;
        }

        yield return defect <= Loss
            ? new(
                RemarkKind.Good,
                $"No gradient is lost: the tracking defect is {NumberText.Of(defect)}, rounding only.")
            : new(
                RemarkKind.Warn,
                $"The trackers' sum is off by {NumberText.Of(100 * defect)} % of the gradients; while links are "
                + "suspended that is to be expected, else the result is biased.");
    }

    private static IEnumerable<Remark> Standing(RunOverview run)
    {
        var vanished = Named(run, agent => agent.Standing == Runs.Standing.Lost);
        if (vanished is not null)
        {
            yield return new(
                RemarkKind.Bad,
                run.IsLive
                    ? $"{vanished}: nothing has been heard for too long, and no neighbour has a connection."
                    : $"{vanished}: no end in the metrics; killed, or still at work.");
        }

        if (Named(run, agent => agent.Standing == Runs.Standing.Silent) is { } silent)
        {
            yield return new(RemarkKind.Warn, $"{silent}: silent for longer than usual.");
        }

        if (Named(run, agent => agent.Standing == Runs.Standing.Away) is { } away)
        {
            yield return new(RemarkKind.Warn, $"{away}: stopped in order, and may come back.");
        }

        if (Named(run, agent => agent.Standing == Runs.Standing.Departed) is { } departed)
        {
            yield return new(RemarkKind.Warn, $"{departed}: left before the others.");
        }
    }

    /// <summary>An agent that is stuck.</summary>
    private static IEnumerable<Remark> Laggards(RunOverview run)
    {
        var limit = run.Farthest - Math.Max(FewRounds, FarBehind * run.Farthest);
        if (Named(run, agent => IsPresent(agent) && agent.Totals is { } totals && totals.Round < limit) is { } behind)
        {
            yield return new(
                RemarkKind.Bad, $"{behind}: far behind the others, who have done {run.Farthest:#,0} rounds.");
        }
    }

    private static bool IsPresent(AgentOverview agent) =>
        agent.Standing is Runs.Standing.Present or Runs.Standing.Behind;

    private static IEnumerable<Remark> Links(RunOverview run)
    {
        if (Named(run, agent => agent.Totals?.SuspendedLinks > 0) is { } waiting)
        {
            yield return new(
                run.IsLive ? RemarkKind.Warn : RemarkKind.Bad,
                $"{waiting}: a link is suspended, because a message has not come; "
                + "the link counts again once it has been settled.");
        }

        var without = run.Agents.Sum(agent => agent.Totals?.Suspended ?? 0);
        if (without > 0)
        {
            yield return new(
                RemarkKind.Warn,
                $"Rounds went on without a link {without:#,0} times, at "
                + $"{Names(run, agent => agent.Totals?.Suspended > 0)}.");
        }
    }

    private static IEnumerable<Remark> Skipping(RunOverview run)
    {
        if (Named(run, agent => agent.Totals?.Skipped > 0) is { } skipping)
        {
            yield return new(RemarkKind.Warn, $"{skipping}: skipped rounds to catch up with the network.");
        }

        var epochs = run.Agents.Max(agent => agent.Totals?.Epochs ?? 0);
        if (epochs > 0)
        {
            var often = epochs == 1 ? "once" : $"{epochs} times";
            yield return new(
                RemarkKind.Warn, $"Tracking began anew {often}: agents came, left or lost their state.");
        }
    }

    /// <summary>An agent that learns less than the others.</summary>
    private static IEnumerable<Remark> Uneven(RunOverview run)
    {
        const double gap = 0.05;
        if (run.LastEvaluated?.Accuracy is not { } accuracy || accuracy.Mean - accuracy.Min < gap)
        {
            yield break;
        }

        var low = Names(run, agent => agent.Totals?.Accuracy < accuracy.Mean - gap);
        yield return new(RemarkKind.Warn, $"Not all learn alike: {low} stay far below the mean accuracy.");
    }

    private static IEnumerable<Remark> Waiting(RunOverview run)
    {
        var timed = run.Agents
            .Where(agent => agent.Totals is { SecondsComputing: > 0 })
            .Where(agent => IsPresent(agent) || agent.Standing == Runs.Standing.Done)
            .ToList();
        if (timed.Count < 2)
        {
            yield break;
        }

        var slowest = timed.MaxBy(agent => agent.Totals!.SecondsComputing)!;
        var median = timed.Select(agent => agent.Totals!.SecondsComputing).Order().ElementAt(timed.Count / 2);
        var ratio = slowest.Totals!.SecondsComputing / median;
        if (ratio >= 2 && timed.Average(agent => agent.Totals!.SecondsWaiting) > median)
        {
            yield return new(
                RemarkKind.Warn,
                $"{slowest.Id} computes {NumberText.Of(Math.Round(ratio, 1))} times as long as the median agent, and "
                + "the others wait for it.");
        }
    }

    private static string? Named(RunOverview run, Func<AgentOverview, bool> isMeant) =>
        run.Agents.Any(isMeant) ? Names(run, isMeant) : null;

    private static string Names(RunOverview run, Func<AgentOverview, bool> isMeant)
    {
        var names = run.Agents.Where(isMeant).Select(agent => agent.Id).ToList();
        return names.Count <= MostNames
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames:#,0} more";
    }
}
