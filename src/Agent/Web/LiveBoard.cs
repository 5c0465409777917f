using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Murmuration.Agent.Web;

/// <summary>
/// The sections of a page as they are now. Those who watch get every section once and then those that have changed; who
/// is slow misses what was between, and nothing piles up. Safe to call from any thread.
/// </summary>
/// <param name="page">What tells this page from one of another start of the agent.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveBoard(string page, TimeProvider time)
{
    /// <summary>How soon a browser tries again after it has lost the agent.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>So often at least there is a word, so that a connection that has died is noticed.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>JSON that is never part of a page need not hide its markup.</summary>
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Html, long Version)> _sections = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = Fresh();
    private long _version;
    private string? _end;
    private int _watchers;

    /// <summary>How many watch.</summary>
    public int Watchers => Volatile.Read(ref _watchers);

    /// <summary>Puts up what the sections are now.</summary>
    public void Update(IEnumerable<(string Id, string Html)> sections)
    {
        lock (_gate)
        {
            var before = _version;
            foreach (var (id, html) in sections)
            {
                if (!_sections.TryGetValue(id, out var old) || old.Html != html)
                {
                    _sections[id] = (html, ++_version);
                }
            }

            if (_version != before)
            {
                Wake();
            }
        }
    }

    /// <summary>Tells those who watch that nothing more will come, and why.</summary>
    public void End(string text)
    {
        lock (_gate)
        {
            _end ??= text;
            Wake();
        }
    }

    /// <summary>What a browser is sent, until the end or until it goes away.</summary>
    public async IAsyncEnumerable<SseItem<string>> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        Interlocked.Increment(ref _watchers);
        try
        {
            yield return Page();
            var seen = 0L;
            while (true)
            {
                var (sections, end, next) = After(ref seen);
                foreach (var section in sections)
                {
                    yield return new(section, "section");
                }

                if (end is not null)
                {
                    yield return new(end, "end");
                    yield break;
                }

                if (!await IsChangedAsync(next, cancellation))
                {
                    yield return Page();
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SseItem<string> Page() => new(page, "page") { ReconnectionInterval = RetryInterval };

    private (List<string> Sections, string? End, Task Next) After(ref long seen)
    {
        lock (_gate)
        {
            var known = seen;
            seen = _version;
            return (
                [.. _sections
                    .Where(section => section.Value.Version > known)
                    .OrderBy(section => section.Value.Version)
                    .Select(section => JsonSerializer.Serialize(new { section.Key, section.Value.Html }, Format))],
                _end,
                _changed.Task);
        }
    }

    private async Task<bool> IsChangedAsync(Task next, CancellationToken cancellation)
    {
        try
        {
            await next.WaitAsync(LongestSilence, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Wake()
    {
        var waiting = _changed;
        _changed = Fresh();
        waiting.TrySetResult();
    }
}
