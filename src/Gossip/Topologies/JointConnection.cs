namespace Murmuration.Gossip.Topologies;

/// <summary>The smallest B such that any B successive topologies together connect all agents (assumption B of
/// NEXT).</summary>
internal static class JointConnection
{
    private const int LargestPeriod = 1024;

    /// <summary>B, or null when it is larger than the drawn rounds looked at, or when the period is too long to
    /// look.</summary>
    public static int? SmallestWindow(TopologySchedule schedule)
    {
        var (start, count) = schedule.Window;
        if (count > LargestPeriod)
        {
            return null;
        }

        var window = 1;
        for (var first = start; first < start + count; first++)
        {
            // Once the sample of a drawn schedule ends, no later window can be judged; a fixed one repeats.
            while (Fits(schedule, first, window) && !Connects(schedule, first, window))
            {
                window++;
            }
        }

        return window <= count ? window : null;
    }

    private static bool Fits(TopologySchedule schedule, int first, int window) =>
        window <= schedule.Window.Count
            && (!schedule.DrawsEveryRound || first + window <= schedule.Window.Start + schedule.Window.Count);

    private static bool Connects(TopologySchedule schedule, int first, int window)
    {
        var links = Enumerable.Range(first, window).SelectMany(schedule.LinksAt);
        return new Connectivity(schedule.Agents.Count, schedule.Directed, links).IsConnected;
    }
}
