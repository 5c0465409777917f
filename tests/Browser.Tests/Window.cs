using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Murmuration.Browser.Tests;

/// <summary>A browser's window with one page.</summary>
public sealed class Window : IAsyncDisposable
{
    private const float PatienceMilliseconds = 60_000;

    /// <summary>Where screenshots go, to be looked at; unset, none are taken.</summary>
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("MURMURATION_SCREENSHOTS");

    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _requests = new();

    internal Window(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(PatienceMilliseconds);
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(true, error);
        page.Dialog += (_, dialog) => Note(true, $"dialog: {dialog.Message}");
        page.Request += (_, request) => _requests.Enqueue(request.Url);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the page has complained about: errors, warnings, dialogs.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>What the page has asked for, images inside it left out.</summary>
    public IEnumerable<string> Requests => _requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal));

    /// <summary>Waits until an expression in the page is true.</summary>
    public Task UntilAsync(string expression) => Page.WaitForFunctionAsync($"() => Boolean({expression})");

    /// <summary>Whether the page is wider than the window, so that it would have to be moved sideways.</summary>
    public Task<bool> IsTooWideAsync() => Page.EvaluateAsync<bool>(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>Takes a picture of the whole page for those who want to look.</summary>
    public async Task ShootAsync(string name)
    {
        if (Screenshots is not null)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{name}.png"), FullPage = true });
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Note(bool isComplaint, string text)
    {
        if (isComplaint)
        {
            _complaints.Enqueue(text);
        }
    }
}
