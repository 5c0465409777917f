namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>How the sections of numerics time: what all of them need, and nothing of one subject.</summary>
internal static class Timing
{
    /// <summary>Threads of some libraries spin for some time after their last work.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    /// <summary>Never set; by waiting for it a thread leaves the processor.</summary>
    private static readonly ManualResetEventSlim Never = new(initialState: false, spinCount: 0);

    /// <summary>Long enough for the runtime to compile the hot paths as it does in long runs.</summary>
    private static readonly TimeSpan OwnWarmUp = TimeSpan.FromMilliseconds(400);

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Measurement = TimeSpan.FromMilliseconds(4);

    /// <summary>Work that is warmed up once, and repeated so that one measurement takes some milliseconds.</summary>
    /// <param name="name">Ours, or the peer's name.</param>
    /// <param name="threads">With more than one, the processor is first left to itself.</param>
    /// <param name="work">What is timed.</param>
    public static Contender Of(string name, int threads, Action work)
    {
        var repeats = 0;
        return new Contender(name, () =>
        {
            if (repeats == 0)
            {
                var duration = name == BenchmarkTable.Ours ? OwnWarmUp : WarmUp;
                repeats = (int)Math.Max(1, Measurement.TotalSeconds / Warm(work, duration));
            }

            if (threads > 1)
            {
                Never.Wait(Rest);
                work();
            }

            return Contender.Of(name, work, repeats).Measure();
        });
    }

    /// <summary>Amounts per second instead of seconds.</summary>
    public static Reading[] Rates(Reading[] seconds, double amount) =>
        [.. seconds.Select(reading => reading with { Value = amount / reading.Value })];

    /// <summary>Milliseconds instead of seconds.</summary>
    public static Reading[] Milliseconds(Reading[] seconds) =>
        [.. seconds.Select(reading => reading with { Value = 1000 * reading.Value })];

    /// <summary>Works for a while; the seconds of the fastest time.</summary>
    private static double Warm(Action work, TimeSpan duration)
    {
        var (start, fastest) = (TimeProvider.System.GetTimestamp(), double.MaxValue);
        do
        {
            fastest = Math.Min(fastest, Contender.Of("", work).Measure());
        }
        while (TimeProvider.System.GetElapsedTime(start) < duration);

        return fastest;
    }
}
