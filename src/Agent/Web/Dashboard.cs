using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Pages;
using Murmuration.Agent.Reports.Sections;

namespace Murmuration.Agent.Web;

/// <summary>
/// <c>/</c>: a page that shows the whole network while it trains; <c>/events</c>: the sections of the page that change,
/// as server-sent events. It draws only while somebody watches.
/// </summary>
internal sealed class Dashboard : IWebPart, IAsyncDisposable
{
    /// <summary>Windows that may watch at a time.</summary>
    public const int MostWatchers = 24;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>More agents are looked at less often, so that looking costs little of a processor.</summary>
    private const int MostAgentsPerLook = 200;

    private const int LooksPerDrawing = 2;

    /// <summary>How long an end waits until everybody has been told.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly LiveHistory _history;
    private readonly LiveNetwork _network;
    private readonly Dictionary<string, LiveBoard> _boards;
    private readonly string _key;
    private readonly string _observer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long At, string Text)> _pages = new(StringComparer.Ordinal);
    private volatile string? _end;
    private int _streams;

    /// <summary>Begins to look at the agents.</summary>
    /// <param name="history">What has been seen of them.</param>
    /// <param name="network">Draws them.</param>
    /// <param name="observer">Who knows all this: an agent, or the simulation.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told what goes wrong.</param>
    public Dashboard(
        LiveHistory history, LiveNetwork network, string observer, TimeProvider time, ILogger logger)
    {
        (_history, _network, _observer, _time, _logger) = (history, network, observer, time, logger);
        _key = $"{time.GetUtcNow().Ticks:x}";
        _boards = Effort.All.ToDictionary(effort => effort.Id, _ => new LiveBoard(_key, time));
        _loop = LoopAsync();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context, string? against) => WritePageAsync(context, EffortOf(against)));
        routes.MapGet("/events", IResult (string? against, CancellationToken cancellation) =>
            Volatile.Read(ref _streams) >= MostWatchers
                ? TypedResults.Text("too many watch already", statusCode: StatusCodes.Status503ServiceUnavailable)
                : TypedResults.ServerSentEvents(FollowAsync(_boards[EffortOf(against).Id], cancellation)));
    }

    /// <summary>The agent has come to its end in order.</summary>
    /// <param name="text">How, for those who watch.</param>
    public void Finish(string text) => _end = text;

    /// <summary>Shows the last state, tells everybody that nothing more comes, and waits a little until they
    /// know.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        ShowLast();
        EndStreams(_end ?? $"{_observer} has failed; its log says why");
        var began = _time.GetTimestamp();
        while (Volatile.Read(ref _streams) > 0 && _time.GetElapsedTime(began) < Farewell)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time);
        }

        _stopping.Dispose();
    }

    /// <summary>A run that has come to its end does not fail by a picture of it.</summary>
    private void ShowLast()
    {
        try
        {
            _history.Take();
            Draw(isLive: false);
        }
        catch (Exception e)
        {
            WebLog.DashboardFailed(_logger, e);
        }
    }

    private static Effort EffortOf(string? name) =>
        Effort.All.FirstOrDefault(effort => effort.Id == name) ?? Effort.Rounds;

    private async IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<string>> FollowAsync(
        LiveBoard board, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        Interlocked.Increment(ref _streams);
        try
        {
            await foreach (var item in board.FollowAsync(cancellation))
            {
                yield return item;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task WritePageAsync(HttpContext context, Effort effort)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Page.Policy(isLive: true);
        await context.Response.WriteAsync(PageOf(effort), context.RequestAborted);
    }

    /// <summary>However often it is asked for, it is drawn a few times a second at most.</summary>
    private string PageOf(Effort effort)
    {
        lock (_gate)
        {
            if (!_pages.TryGetValue(effort.Id, out var page) || _time.GetElapsedTime(page.At) > LookInterval)
            {
                var writer = new StringWriter();
                var overview = _history.Overview(isLive: _end is null);
                DashboardPage.Make(overview, effort, _network, _key, _observer).Write(writer);
                _pages[effort.Id] = page = (_time.GetTimestamp(), writer.ToString());
            }

            return page.Text;
        }
    }

    private void EndStreams(string text)
    {
        foreach (var board in _boards.Values)
        {
            board.End(text);
        }
    }

    /// <summary>Whatever goes wrong here is no reason to stop training.</summary>
    private async Task LoopAsync()
    {
        try
        {
            var interval = LookInterval * Math.Max(1, _history.AgentCount / MostAgentsPerLook);
            using var timer = new PeriodicTimer(interval, _time);
            for (var looks = 1; await timer.WaitForNextTickAsync(_stopping.Token); looks++)
            {
                _history.Take();
                if (looks % LooksPerDrawing == 0)
                {
                    Draw(isLive: true);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The last look is taken at the end.
        }
        catch (Exception e)
        {
            WebLog.DashboardFailed(_logger, e);
            EndStreams("the dashboard has failed; the log says why");
        }
    }

    private void Draw(bool isLive)
    {
        var watched = Effort.All.Where(effort => _boards[effort.Id].Watchers > 0).ToList();
        if (watched.Count == 0)
        {
            return;
        }

        var overview = _history.Overview(isLive);
        foreach (var effort in watched)
        {
            _boards[effort.Id].Update(DashboardPage.Render(overview, effort, _network));
        }
    }
}
