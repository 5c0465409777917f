using Murmuration.Agent.Data;

namespace Murmuration.Agent.Metrics;

/// <summary>
/// Says how far the loading of data is once it has taken a second: in place on a terminal, else as a line now and then.
/// </summary>
internal sealed class LoadProgressView(TextWriter writer, bool isTerminal, TimeProvider time)
    : IProgress<LoadProgress>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly long _began = time.GetTimestamp();
    private long? _shownAt;
    private int _shownLength;

    /// <summary>The view on standard error, which says nothing where silence was asked for.</summary>
    public static LoadProgressView Create(bool isQuiet) => new(
        isQuiet ? TextWriter.Null : Console.Error, !isQuiet && !Console.IsErrorRedirected, TimeProvider.System);

    public void Report(LoadProgress value)
    {
        var isDue = _shownAt is { } shown
            ? time.GetElapsedTime(shown) >= (isTerminal ? BetweenFrames : BetweenLines)
            : time.GetElapsedTime(_began) >= Patience;
        if (!isDue)
        {
            return;
        }

        _shownAt = time.GetTimestamp();
        if (isTerminal)
        {
            ShowInPlace(Describe(value));
        }
        else
        {
            writer.WriteLine(Describe(value));
        }
    }

    /// <summary>Clears the line of a terminal.</summary>
    public void Dispose()
    {
        if (isTerminal && _shownAt is not null)
        {
            ShowInPlace("");
        }
    }

    private static string Describe(LoadProgress progress)
    {
        var share = progress.BytesTotal > 0
            ? $"{Math.Min(100, 100 * progress.BytesRead / progress.BytesTotal)} %, "
            : "";
        var disk = progress.DiskBytes > 0 ? $", {ProgressText.Bytes(progress.DiskBytes)} on the disk" : "";
        return $"reading {Path.GetFileName(progress.Source)}: {share}{progress.Rows:N0} rows, "
            + $"{ProgressText.Bytes(progress.MemoryBytes)} in memory{disk}";
    }

    private void ShowInPlace(string text)
    {
        writer.Write($"\r{text.PadRight(_shownLength)}{(text.Length == 0 ? "\r" : "")}");
        _shownLength = text.Length;
    }
}
