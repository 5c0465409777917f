using System.Net.ServerSentEvents;
using Murmuration.Agent.Web;

namespace Murmuration.Agent.Tests.Web;

public sealed class LiveBoardTests
{
    private readonly LiveBoard _board = new("page-1", TimeProvider.System);

    [Fact]
    public async Task Who_comes_gets_every_section_once_and_then_what_changes()
    {
        _board.Update([("lead", "one"), ("tiles", "<b>two</b>")]);
        await using var watching = _board.FollowAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal(("page", "page-1"), await NextAsync(watching));
        Assert.Equal(("section", """{"key":"lead","html":"one"}"""), await NextAsync(watching));
        Assert.Equal(("section", """{"key":"tiles","html":"<b>two</b>"}"""), await NextAsync(watching));
        var next = NextAsync(watching);
        _board.Update([("lead", "one"), ("tiles", "<b>two</b>")]);
        Assert.False(next.IsCompleted);
        _board.Update([("lead", "three"), ("tiles", "<b>two</b>")]);
        Assert.Equal(("section", """{"key":"lead","html":"three"}"""), await next);
    }

    [Fact]
    public async Task Who_is_slow_misses_what_was_between()
    {
        await using var watching = _board.FollowAsync(CancellationToken.None).GetAsyncEnumerator();
        await NextAsync(watching);
        for (var k = 0; k <= 1000; k++)
        {
            _board.Update([("lead", $"{k}")]);
        }

        Assert.Equal(("section", """{"key":"lead","html":"1000"}"""), await NextAsync(watching));
        _board.End("over");
        Assert.Equal(("end", "over"), await NextAsync(watching));
        Assert.False(await watching.MoveNextAsync());
    }

    [Fact]
    public async Task The_last_state_comes_before_the_end_also_for_who_comes_late()
    {
        _board.Update([("lead", "done")]);
        _board.End("over");
        var seen = new List<(string, string)>();
        await foreach (var item in _board.FollowAsync(CancellationToken.None))
        {
            seen.Add((item.EventType, item.Data));
        }

        Assert.Equal([("page", "page-1"), ("section", """{"key":"lead","html":"done"}"""), ("end", "over")], seen);
    }

    [Fact]
    public async Task Who_goes_away_is_counted_no_longer()
    {
        using var away = new CancellationTokenSource();
        var watching = _board.FollowAsync(away.Token).GetAsyncEnumerator(CancellationToken.None);
        await NextAsync(watching);
        Assert.Equal(1, _board.Watchers);
        var next = NextAsync(watching);
        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await watching.DisposeAsync();
        Assert.Equal(0, _board.Watchers);
    }

    private static async Task<(string, string)> NextAsync(IAsyncEnumerator<SseItem<string>> watching)
    {
        Assert.True(await watching.MoveNextAsync());
        return (watching.Current.EventType, watching.Current.Data);
    }
}
