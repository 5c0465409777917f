using Spectre.Console;
using Spectre.Console.Rendering;

namespace Murmuration.Agent.Metrics;

/// <summary>Progress as a table that is redrawn in place, for terminals.</summary>
internal sealed class LiveProgress : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly int _rounds;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveDisplayContext? _display;
    private Task? _drawing;
    private NetworkRound? _evaluated;
    private NetworkRound? _last;
    private long? _shownAt;

    /// <summary>Makes the view for a run of so many rounds.</summary>
    public LiveProgress(IAnsiConsole console, int rounds, TimeProvider time)
    {
        _console = console;
        _rounds = rounds;
        _time = time;
    }

    public void Say(string line) => _console.MarkupLineInterpolated($"[grey]{line}[/]");

    public void Show(NetworkRound round)
    {
        lock (_gate)
        {
            _last = round;
            _evaluated = round.TestCost is null ? _evaluated : round;
            _drawing ??= _console.Live(Table(round)).StartAsync(HoldOpenAsync);
            if (_shownAt is { } shown && _time.GetElapsedTime(shown) < Interval && round.Round < _rounds)
            {
                return;
            }

            _shownAt = _time.GetTimestamp();
            _display?.UpdateTarget(Table(round));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_last is not null)
            {
                _display?.UpdateTarget(Table(_last));
            }
        }

        _closed.TrySetResult();
        _drawing?.GetAwaiter().GetResult();
    }

    private Task HoldOpenAsync(LiveDisplayContext display)
    {
        _display = display;
        return _closed.Task;
    }

    private Table Table(NetworkRound round)
    {
        var table = new Table().Border(TableBorder.Rounded);
        var values = new List<IRenderable>();
        foreach (var (name, value) in ProgressText.Fields(round, _evaluated, _rounds))
        {
            table.AddColumn(new TableColumn(new Text(name)));
            values.Add(new Text(value));
        }

        return table.AddRow(values);
    }
}
