using Microsoft.Playwright;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Tests.Reports;
using Murmuration.Testing;

namespace Murmuration.Browser.Tests;

/// <summary>The report, opened as a file.</summary>
public sealed class ReportTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private const string Hostile = "<script>document.title='taken'<" + "\"&'";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_opens_without_asking_for_anything_and_without_an_error()
    {
        await using var window = await OpenAsync(new());
        Assert.StartsWith("file://", Assert.Single(window.Requests), StringComparison.Ordinal);
        Assert.Equal("sample – Murmuration", await window.Page.TitleAsync());
        Assert.Equal(7, await window.Page.Locator("svg.chart:visible").CountAsync());
        Assert.Equal(3, await window.Page.Locator("#agents-table tbody tr").CountAsync());
        Assert.Equal(2, await window.Page.EvaluateAsync<int>(
            "[...document.images].filter((image) => image.complete && image.naturalWidth === 8).length"));
        await window.ShootAsync("report-light");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Its_charts_are_drawn_against_what_is_chosen_with_the_keyboard_alone()
    {
        await using var window = await OpenAsync(new());
        await window.Page.Locator("#by-rounds").FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(["seconds"], await EffortsAsync(window));
        await window.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(["MB sent by each agent"], await EffortsAsync(window));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Its_slider_walks_through_the_rounds_of_the_topology()
    {
        await using var window = await OpenAsync(new SampleRun { Agents = ["a", "b", "c", "d"], Period = 4 });
        var slider = window.Page.Locator("#network-slider");
        var links = window.Page.Locator("svg.network[data-frame]:visible path.link");
        var first = await links.EvaluateAllAsync<string[]>("all => all.map((one) => one.dataset.link)");
        await slider.FocusAsync();
        await window.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("round 2 of 4", await window.Page.Locator("#network-slider-label").TextContentAsync());
        Assert.Equal(3, await links.CountAsync());
        Assert.NotEqual(first, await links.EvaluateAllAsync<string[]>("all => all.map((one) => one.dataset.link)"));
        await window.Page.Locator("button[data-play]").ClickAsync();
        await window.UntilAsync("document.getElementById('network-slider').value === '3'");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task An_agent_is_marked_in_all_charts_and_its_values_are_read_off()
    {
        await using var window = await OpenAsync(new());
        await window.Page.Locator(".legend button").Nth(1).ClickAsync();
        Assert.Equal(
            ["a1"],
            await window.Page.Locator(".chart .series.marked:visible").EvaluateAllAsync<string[]>(
                "all => [...new Set(all.map((one) => one.dataset.agent))]"));
        await window.Page.Locator("svg.chart:visible").First.HoverAsync();
        var readout = await window.Page.Locator(".readout").First.TextContentAsync();
        Assert.Matches("^rounds 17: a1 0\\.0[0-9]+, all agents 0\\.0[0-9]+$", readout);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task It_fits_a_telephone()
    {
        await using var window = await OpenAsync(new() { Agents = [new('w', 80), "b", "c"] }, width: 360);
        Assert.False(await window.IsTooWideAsync());
        await window.ShootAsync("report-phone");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task It_is_dark_for_those_who_like_that_and_plain_on_paper()
    {
        await using var light = await OpenAsync(new());
        await using var dark = await chromium.OpenAsync(isDark: true);
        await dark.Page.GotoAsync(light.Page.Url);
        Assert.True(await BrightnessAsync(light, "backgroundColor") > 200);
        Assert.True(await BrightnessAsync(dark, "backgroundColor") < 60);
        Assert.True(await BrightnessAsync(dark, "color") > 180);
        await dark.ShootAsync("report-dark");
        await dark.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await BrightnessAsync(dark, "backgroundColor") > 250);
        Assert.False(await dark.Page.Locator("nav").IsVisibleAsync());
    }

    [Fact]
    public async Task Names_that_are_markup_do_nothing()
    {
        await using var window = await OpenAsync(new() { Agents = [Hostile, "b", "c"], Rounds = 3 });
        Assert.Equal("sample – Murmuration", await window.Page.TitleAsync());
        Assert.Equal(Hostile, await window.Page.Locator("#agents-table tbody th").First.TextContentAsync());
        await window.Page.Locator(".legend button").First.ClickAsync();
        Assert.Equal(18, await window.Page.Locator(".chart .marked").CountAsync());
        Assert.Empty(window.Complaints);
    }

    private async Task<Window> OpenAsync(SampleRun sample, int width = 1280)
    {
        var window = await chromium.OpenAsync(width);
        var folder = sample.WriteTo(_folder.Path);
        SampleRun.WriteFindings(folder, sample.Agents[1], "cat", "dog", "bird");
        var path = ReportPage.Write(folder, path: null, title: null, TimeProvider.System);
        await window.Page.GotoAsync(new Uri(path).AbsoluteUri);
        return window;
    }

    private static Task<string[]> EffortsAsync(Window window) =>
        window.Page.Locator("svg.chart:visible").EvaluateAllAsync<string[]>(
            "all => [...new Set(all.map((one) => one.dataset.effort))]");

    /// <summary>The mean of red, green and blue, 0 … 255.</summary>
    private static Task<double> BrightnessAsync(Window window, string property) => window.Page.EvaluateAsync<double>(
        "property => getComputedStyle(document.body)[property].match(/[0-9]+/g).slice(0, 3)"
        + ".reduce((sum, part) => sum + Number(part), 0) / 3",
        property);
}
