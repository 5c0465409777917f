namespace Murmuration.Benchmarks.Table;

/// <summary>
/// Measures contenders in turn, A B A B …, so that a machine whose speed drifts is as slow for one as for the other.
/// </summary>
internal static class Alternation
{
    /// <summary>The fastest of each contender's measurements, in seconds: what the machine can do undisturbed.
    /// </summary>
    public static Reading[] Fastest(int rounds, params IReadOnlyList<Contender> contenders) =>
        Run(rounds, contenders, times => times.Min());

    /// <summary>The median of each contender's measurements, in seconds: for work of many processes.</summary>
    public static Reading[] Median(int rounds, params IReadOnlyList<Contender> contenders) =>
        Run(rounds, contenders, times => times.Order().ElementAt(times.Length / 2));

    private static Reading[] Run(int rounds, IReadOnlyList<Contender> contenders, Func<double[], double> summary)
    {
        foreach (var contender in contenders)
        {
            contender.Measure();
        }

        var times = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var c = 0; c < contenders.Count; c++)
            {
                times[c][round] = contenders[c].Measure();
            }
        }

        return [.. contenders.Select((contender, c) => new Reading(contender.Name, summary(times[c])))];
    }
}
