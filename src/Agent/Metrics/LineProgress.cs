namespace Murmuration.Agent.Metrics;

/// <summary>Progress as plain lines, for logs and pipes: at most one every few seconds, and the last.</summary>
internal sealed class LineProgress(TextWriter writer, int rounds, TimeProvider time) : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private long? _shownAt;
    private NetworkRound? _evaluated;

    public void Say(string line) => writer.WriteLine(line);

    public void Show(NetworkRound round)
    {
        _evaluated = round.TestCost is null ? _evaluated : round;
        if (_shownAt is { } shown && time.GetElapsedTime(shown) < Interval && round.Round < rounds)
        {
            return;
        }

        _shownAt = time.GetTimestamp();
        var fields = ProgressText.Fields(round, _evaluated, rounds).Select(field => $"{field.Name} {field.Value}");
        writer.WriteLine(string.Join("   ", fields));
    }

    public void Dispose() => writer.Flush();
}
