namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A run with letters, and its faults, drawn from one seed.</summary>
internal static class LetterPlan
{
    /// <summary>What takes no agent its state.</summary>
    public static readonly FaultKind[] Harmless =
    [
        FaultKind.Lose, FaultKind.Delay, FaultKind.Duplicate, FaultKind.Reorder, FaultKind.CutOneWay,
        FaultKind.CutBothWays, FaultKind.Partition, FaultKind.Pause, FaultKind.Slow, FaultKind.StopAndReturn,
    ];

    public static LetterSettings Draw(int seed, FaultKind[] kinds)
    {
        var random = new Random(seed);
        var schedule = RandomPlan.DrawSchedule(random);
        var settings = new LetterSettings { Schedule = schedule, Seed = seed };
        var faults = Enumerable.Range(0, 4 + random.Next(9))
            .Select(_ => RandomPlan.DrawFault(random, schedule, kinds, settings.Steps * 3 / 4));
        return settings with { Faults = new([.. faults]) };
    }
}
