namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>A run, judged.</summary>
internal sealed record Report(VirtualSettings Settings, VirtualRun Run)
{
    public const double LargestDefect = 1e-5;
    private const double Accuracy = 1e-3;

    /// <summary>What is wrong with it, and all that explains it; null when nothing is.</summary>
    public string? Trouble => Wrongs.Any()
        ? string.Join(
            Environment.NewLine,
            [string.Join(", ", Wrongs), $"{Run}", .. Settings.Faults.Faults.Select(fault => $"{fault}")])
        : null;

    private IEnumerable<string> Wrongs => Run.HasEnded
        ? WrongsAtEnd().Concat(Settings.Faults.Faults.Where(fault => fault.Fired != 1).Select(fault => $"{fault}"))
        : ["has not ended"];

    public static Report Of(VirtualSettings settings) => new(settings, VirtualRun.Of(settings));

    private IEnumerable<string> WrongsAtEnd()
    {
        foreach (var (what, value, most) in new[]
        {
            ("defect", Run.TrackingDefect, LargestDefect),
            ("disagreement", Run.Disagreement, Accuracy),
            ("stationarity gap", Run.StationarityGap, Accuracy),
            ("error", Run.Error, Accuracy),
            ("unsettled links", Run.IsSettled ? 0 : 1, 0),
        })
        {
            if (!(value <= most))
            {
                yield return $"{what} {value:g3}";
            }
        }
    }
}
