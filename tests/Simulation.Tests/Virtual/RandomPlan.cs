using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A network and its faults, all drawn from one seed; the last rounds are calm.</summary>
internal static class RandomPlan
{
    private const int FirstRound = 20;
    private const int LastRound = 500;
    private const double LongestMilliseconds = 2000;
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    /// <summary>Over directed links an agent that hears nobody for long runs away from the others.</summary>
    private static readonly FaultKind[] ShortKinds =
        [FaultKind.Lose, FaultKind.Delay, FaultKind.Duplicate, FaultKind.Reorder, FaultKind.CutOneWay];

    public static VirtualSettings Draw(int seed, AlgorithmKind algorithm = AlgorithmKind.Next)
    {
        var random = new Random(seed);
        var schedule = algorithm == AlgorithmKind.Sonata ? Schedules.Directed() : DrawSchedule(random);
        var kinds = schedule.Directed ? ShortKinds : Kinds;
        var faults = Enumerable.Range(0, 4 + random.Next(9))
            .Select(_ => DrawFault(random, schedule, kinds, LastRound)).ToList();
        var settings = new VirtualSettings { Schedule = schedule, Seed = seed, Faults = new(faults) };
        var steps = algorithm == AlgorithmKind.Kgt ? 2 : 1;
        return settings with { Algorithm = settings.Algorithm with { Name = algorithm, LocalSteps = steps } };
    }

    public static TopologySchedule DrawSchedule(Random random)
    {
        var agents = 4 + random.Next(5);
        return random.Next(4) switch
        {
            0 => Schedules.Ring(agents),
            1 => Schedules.Complete(Math.Min(agents, 6)),
            2 => Schedules.Varying(),
            _ => Schedules.LinksUpHalfOfTheTime(agents),
        };
    }

    public static Fault DrawFault(Random random, TopologySchedule schedule, FaultKind[] kinds, int lastRound)
    {
        var longest = schedule.Directed ? LongestMilliseconds / 20 : LongestMilliseconds;
        var kind = kinds[random.Next(kinds.Length)];
        var agent = random.Next(schedule.Agents.Count);
        var peer = kind == FaultKind.Partition
            ? random.Next(schedule.Agents.Count - 1)
            : DrawPeer(random, schedule, agent);
        return new(
            kind, agent, peer, random.Next(FirstRound, lastRound),
            TimeSpan.FromMilliseconds(20 + (longest * Math.Pow(random.NextDouble(), 2))));
    }

    /// <summary>Somebody whom the agent sends messages to.</summary>
    private static int DrawPeer(Random random, TopologySchedule schedule, int agent)
    {
        var peers = schedule.Directed
            ? [.. schedule.At(0, agent).OutNeighbours]
            : schedule.EverNeighbours(agent);
        return peers[random.Next(peers.Count)];
    }
}
