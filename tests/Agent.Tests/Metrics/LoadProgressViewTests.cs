using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Tests.Metrics;

public sealed class LoadProgressViewTests : IDisposable
{
    private readonly StringWriter _writer = new() { NewLine = "\n" };
    private readonly Clock _clock = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void A_load_of_less_than_a_second_says_nothing()
    {
        using (var view = new LoadProgressView(_writer, isTerminal: true, _clock))
        {
            view.Report(Progress(10));
            _clock.Now += 0.99;
            view.Report(Progress(20));
        }

        Assert.Equal("", _writer.ToString());
    }

    [Fact]
    public void Lines_come_every_few_seconds()
    {
        using (var view = new LoadProgressView(_writer, isTerminal: false, _clock))
        {
            for (var second = 0; second < 12; second++)
            {
                view.Report(Progress(second * 100));
                _clock.Now += 1;
            }
        }

        Assert.Equal(
            "reading t.csv: 10 %, 100 rows, 400 B in memory\n"
            + "reading t.csv: 60 %, 600 rows, 2400 B in memory\n"
            + "reading t.csv: 100 %, 1,100 rows, 4400 B in memory\n",
            _writer.ToString());
    }

    [Fact]
    public void A_terminal_shows_one_line_and_clears_it()
    {
        using (var view = new LoadProgressView(_writer, isTerminal: true, _clock))
        {
            _clock.Now = 1;
            view.Report(Progress(12345) with { DiskBytes = 20_000_000 });
            _clock.Now += 0.1;
            view.Report(Progress(50));
            _clock.Now += 0.2;
            view.Report(Progress(7) with { BytesTotal = 0 });
        }

        const string first = "reading t.csv: 100 %, 12,345 rows, 49 kB in memory, 20 MB on the disk";
        var second = "reading t.csv: 7 rows, 28 B in memory".PadRight(first.Length);
        Assert.Equal($"\r{first}\r{second}\r{new string(' ', second.TrimEnd().Length)}\r", _writer.ToString());
    }

    private static LoadProgress Progress(long rows) => new("/data/t.csv", rows, 1000, rows, 4 * rows, 0);

    private sealed class Clock : TimeProvider
    {
        public double Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)Math.Round(Now * 1000);
    }
}
