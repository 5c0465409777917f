using Microsoft.Playwright;

namespace Murmuration.Browser.Tests;

/// <summary>The system's Chromium without a window, one for all tests of a class; tests are skipped where it is
/// absent.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>A folder may have no sandbox and little shared memory; nobody looks at a screen.</summary>
    private static readonly string[] Switches = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is { } path)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Switches });
        }
    }

    /// <summary>Opens a window that notes what a page should not do.</summary>
    /// <param name="width">Its width, pixels.</param>
    /// <param name="height">Its height, pixels.</param>
    /// <param name="isDark">Whether its user likes dark pages.</param>
    public async Task<Window> OpenAsync(int width = 1280, int height = 900, bool isDark = false)
    {
        Assert.SkipWhen(_browser is null, $"no Chromium at {string.Join(", ", Places)}");
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        return new(await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
