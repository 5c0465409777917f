namespace Murmuration.Benchmarks.Table;

/// <summary>One who takes part in a measurement.</summary>
/// <param name="Name">Ours, or the peer's name.</param>
/// <param name="Measure">Does the work once and says the seconds that it took.</param>
internal sealed record Contender(string Name, Func<double> Measure)
{
    /// <summary>Times an action on this thread, repeated so that it is long enough for the clock.</summary>
    public static Contender Of(string name, Action work, int repeats = 1) => new(name, () =>
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            work();
        }

        return TimeProvider.System.GetElapsedTime(start).TotalSeconds / repeats;
    });
}
