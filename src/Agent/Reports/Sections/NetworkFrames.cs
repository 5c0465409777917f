using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Reports.Sections;

/// <summary>Which rounds of a topology are drawn.</summary>
/// <param name="Rounds">The rounds, each with what to call it.</param>
/// <param name="Note">Which rounds these are.</param>
internal sealed record NetworkFrames(IReadOnlyList<(int Round, string Label)> Rounds, string Note)
{
    /// <summary>Rounds that are looked at for changes.</summary>
    private const int MostRoundsSeen = 10_000;

    private const int MostFrames = 60;
    private const int MostElements = 3000;

    /// <summary>One period where it is short, else the first rounds whose links differ from those before.</summary>
    /// <param name="schedule">The network.</param>
    /// <param name="rounds">Rounds that have been done.</param>
    public static NetworkFrames Of(TopologySchedule schedule, int rounds)
    {
        var most = Math.Clamp(
            MostElements / (schedule.Agents.Count + schedule.LinksAt(0).Count), 1, MostFrames);
        return schedule.Period switch
        {
            1 => new([(0, "every round")], "The links are the same in every round."),
            { } period when period <= most => new(
                [.. Enumerable.Range(0, period).Select(round => (round, $"round {round + 1} of {period}"))],
                $"All {period} rounds of the period, which repeats."),
            _ => Changes(schedule, Math.Max(1, rounds), most),
        };
    }

    private static NetworkFrames Changes(TopologySchedule schedule, int rounds, int most)
    {
        var frames = new List<(int Round, string Label)>();
        var seen = Math.Min(rounds, MostRoundsSeen);
        IReadOnlyList<Link> before = [];
        for (var round = 0; round < seen && frames.Count < most; round++)
        {
            var links = schedule.LinksAt(round);
            if (frames.Count == 0 || !links.SequenceEqual(before) || schedule.PositionsAt(round) is not null)
            {
                frames.Add((round, $"round {round + 1}"));
                before = links;
            }
        }

        var isAll = frames.Count < most && seen == rounds;
        return new(
            frames,
            frames.Count == rounds ? "All rounds, each with its own links."
            : isAll ? $"All changes of the links in {rounds:#,0} rounds."
            : frames.Count == 1 ? "The links of round 1; so large a network is drawn once."
            : $"The first {frames.Count} changes of the links, of {rounds:#,0} rounds.");
    }
}
