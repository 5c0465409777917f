using System.Net;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Logging.Abstractions;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports.Runs;
using Murmuration.Agent.Tests.Metrics;
using Murmuration.Agent.Tests.Reports;
using Murmuration.Agent.Web;

namespace Murmuration.Agent.Tests.Web;

/// <summary>The dashboard as any client sees it; what a browser makes of it is tested with a browser.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly HttpClient _client = new();
    private NetworkSnapshot _snapshot = Snapshots.Ring(3);
    private RunServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RunServer.StartAsync(
            new(IPAddress.Loopback, 0),
            () => _snapshot,
            new RunOptions { Name = "<office> & co", Rounds = 100 },
            new SampleRun().Schedule(),
            RunOrigin.Here("rows", "dense(2,2)", 6, 1, TimeProvider.System),
            TimeProvider.System,
            NullLoggerFactory.Instance);
        _client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _patience.Dispose();
    }

    [Fact]
    public async Task The_page_runs_no_script_but_its_own_and_is_kept_by_nobody()
    {
        using var answer = await _client.GetAsync("/", _patience.Token);
        var page = await answer.Content.ReadAsStringAsync(_patience.Token);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var own = XDocument.Parse(page).Descendants().Where(one => one.Name.LocalName is "script" or "style").ToList();
        Assert.Equal(3, own.Count);
        Assert.All(own, one => Assert.Contains(
            Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(one.Value))), policy));
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.Contains("&lt;office&gt; &amp; co", page, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example:80", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("192.168.1.10:7780", HttpStatusCode.OK)]
    [InlineData("[::1]:7780", HttpStatusCode.OK)]
    public async Task Only_addresses_and_own_names_are_answered(string host, HttpStatusCode expected)
    {
        foreach (var path in new[] { "/", "/events", "/network.json" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using var answer = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, _patience.Token);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Nothing_can_be_changed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/");
        using var answer = await _client.SendAsync(request, _patience.Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task News_comes_by_itself_and_the_end_with_the_last_state()
    {
        await using var events = await EventsAsync("/events?against=seconds");
        Assert.Contains("30<small>of 100", await SectionAsync(events, "tiles"), StringComparison.Ordinal);
        _snapshot = Moved(31);
        Assert.Contains("31<small>of 100", await SectionAsync(events, "tiles"), StringComparison.Ordinal);
        _snapshot = Moved(100);
        _server.Finish("the run has ended");
        var ending = _server.DisposeAsync();
        Assert.Contains("100<small>of 100", await SectionAsync(events, "tiles"), StringComparison.Ordinal);
        Assert.Equal("the run has ended", await DataOfAsync(events, item => item.EventType == "end"));
        await ending;
    }

    [Fact]
    public async Task Too_many_windows_are_turned_away_and_may_come_when_others_have_gone()
    {
        var windows = new List<HttpResponseMessage>();
        for (var k = 0; k < Dashboard.MostWatchers; k++)
        {
            windows.Add(await _client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, _patience.Token));
            await windows[^1].Content.ReadAsStreamAsync(_patience.Token);
        }

        Assert.All(windows, window => Assert.Equal(HttpStatusCode.OK, window.StatusCode));
        using (var refused = await _client.GetAsync("/events", _patience.Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        windows.ForEach(window => window.Dispose());
        while (true)
        {
            using var again = await _client.GetAsync(
                "/events", HttpCompletionOption.ResponseHeadersRead, _patience.Token);
            if (again.StatusCode == HttpStatusCode.OK)
            {
                break;
            }
        }
    }

    private NetworkSnapshot Moved(int round)
    {
        List<KnownAgent> agents = [.. _snapshot.Agents.Select(agent => agent with { Round = round })];
        return _snapshot with { Agents = agents, Totals = NetworkTotals.Of(agents, 100) };
    }

    private async Task<IAsyncEnumerator<SseItem<string>>> EventsAsync(string path)
    {
        var stream = await _client.GetStreamAsync(path, _patience.Token);
        return SseParser.Create(stream).EnumerateAsync(_patience.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    private static Task<string> SectionAsync(IAsyncEnumerator<SseItem<string>> events, string key) => DataOfAsync(
        events,
        item => item.EventType == "section"
            && item.Data.StartsWith($"{{\"key\":\"{key}\"", StringComparison.Ordinal));

    private static async Task<string> DataOfAsync(
        IAsyncEnumerator<SseItem<string>> events, Func<SseItem<string>, bool> isMeant)
    {
        while (await events.MoveNextAsync())
        {
            if (isMeant(events.Current))
            {
                return events.Current.Data;
            }
        }

        throw new InvalidOperationException("the stream has ended without it");
    }
}
