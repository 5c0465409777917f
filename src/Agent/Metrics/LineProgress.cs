namespace Murmuration.Agent.Metrics;

/// <summary>Progress as plain lines, for logs and pipes: at most one every few seconds, and the last.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="warnings">Takes warnings.</param>
/// <param name="rounds">Rounds that the run is to have.</param>
/// <param name="time">The clock.</param>
internal sealed class LineProgress(TextWriter writer, TextWriter warnings, int rounds, TimeProvider time)
    : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long? _shownAt;
    private NetworkRound? _evaluated;
    private NetworkRound? _sketched;

    public void Say(string line) => writer.WriteLine(line);

    public void Warn(string line) => warnings.WriteLine($"warning: {line}");

    /// <summary>Lines tell of the network as a whole, round by round.</summary>
    public void Follow(Func<NetworkSnapshot> look)
    {
    }

    public void Show(NetworkRound round)
    {
        _evaluated = round.TestCost is null ? _evaluated : round;
        _sketched = round.HasSketches ? round : _sketched;
        if (_shownAt is { } shown && time.GetElapsedTime(shown) < Interval && round.Round < rounds)
        {
            return;
        }

        _shownAt = time.GetTimestamp();
        var totals = NetworkTotals.Of(round, _evaluated, _sketched, rounds);
        writer.WriteLine(ProgressText.Line(ProgressText.Fields(totals, rounds)));
    }

    public void Dispose() => writer.Flush();
}
