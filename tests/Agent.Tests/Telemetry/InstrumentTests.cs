using System.Text.RegularExpressions;

namespace Murmuration.Agent.Tests.Telemetry;

/// <summary>What Prometheus gets, and that documents, dashboard and rules speak of nothing else.</summary>
[Collection(nameof(InstrumentTests))]
[CollectionDefinition(nameof(InstrumentTests), DisableParallelization = true)]
public sealed partial class InstrumentTests : IAsyncLifetime, IDisposable
{
    private readonly MeasuredAgent _agent = new("a \"run\" with \\ and\nlines");
    private string _text = "";

    public async ValueTask InitializeAsync()
    {
        await _agent.TrainAsync();
        _text = _agent.Collector.Collect();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _agent.Dispose();

    [Fact]
    public void Figures_come_out_as_they_went_in()
    {
        string[] expected =
        [
            "murmuration_rounds_total{agent=\"a0\"} 3",
            "murmuration_test_accuracy_ratio{agent=\"a0\"} 0.75",
            "murmuration_round_computing_seconds_bucket{agent=\"a0\",le=\"0.01\"} 0",
            "murmuration_round_computing_seconds_bucket{agent=\"a0\",le=\"0.025\"} 3",
            "murmuration_round_computing_seconds_bucket{agent=\"a0\",le=\"+Inf\"} 3",
            "murmuration_round_computing_seconds_count{agent=\"a0\"} 3",
            "murmuration_link_sent_bytes_total{agent=\"a0\",neighbour=\"a1\"} 48",
            "murmuration_link_up{agent=\"a0\",neighbour=\"a1\"} 1",
            "murmuration_links{agent=\"a0\",state=\"up\"} 1",
            "murmuration_links{agent=\"a0\",state=\"suspended\"} 0",
            "murmuration_messages_dropped_total{agent=\"a0\",reason=\"stale\"} 0",
            "murmuration_checkpoint_size_bytes{agent=\"a0\"} 3",
            "murmuration_checkpoint_failures_total{agent=\"a0\"} 1",
            "murmuration_network_cost{agent=\"a0\"} 1",
            "murmuration_network_tracking_defect_ratio{agent=\"a0\"} 0",
            @"murmuration_agent_info{agent=""a0"",run=""a \""run\"" with \\ and\nlines"",topology=""pair"","
                + @"algorithm=""next"",version=""0.1.0""} 1",
        ];
        var lines = _text.Split('\n').ToHashSet();
        Assert.All(expected, line => Assert.Contains(line, lines));
    }

    [Fact]
    public void Every_family_says_what_it_is_once_and_before_its_samples()
    {
        Assert.EndsWith("\n", _text, StringComparison.Ordinal);
        var helps = Help().Matches(_text).Select(match => match.Groups["name"].Value).ToList();
        var types = Types(_text);
        Assert.Equal(helps, types.Keys);
        Assert.All(types, type => Assert.Equal(
            type.Value == "counter", type.Key.EndsWith("_total", StringComparison.Ordinal)));
        Assert.Contains("# UNIT murmuration_sent_bytes_total bytes\n", _text, StringComparison.Ordinal);
        Assert.Contains(types.Keys, name => name == "dotnet_process_cpu_time_seconds_total");
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_complain_about()
    {
        var (code, output) = await Promtool.RunAsync(_text, "check", "metrics");
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("check", "config", "deploy/prometheus/prometheus.yml")]
    [InlineData("check", "rules", "deploy/prometheus/murmuration.rules.yml")]
    public async Task Promtool_understands_the_files(string verb, string what, string path)
    {
        var (code, output) = await Promtool.RunAsync("", verb, what, Sources.PathOf(path));
        Assert.True(code == 0, output);
    }

    [Theory]
    [InlineData("deploy/grafana/murmuration.json")]
    [InlineData("deploy/prometheus/murmuration.rules.yml")]
    [InlineData("docs/observing.md")]
    public void Files_speak_of_metrics_that_there_are(string path)
    {
        var known = Sample().Matches(_text).Select(match => match.Groups["name"].Value)
            .Concat(Types(_text).Keys).ToHashSet();
        var named = Named().Matches(File.ReadAllText(Sources.PathOf(path))).Select(match => match.Value).Distinct();
        var unknown = named.Where(name => !known.Contains(name)).ToList();
        Assert.True(unknown.Count == 0, $"{path}: {string.Join(", ", unknown)}");
    }

    /// <summary>The table is made here: where it differs, the message has what belongs there.</summary>
    [Fact]
    public void The_table_of_metrics_is_what_the_agent_measures()
    {
        var types = Types(_text);
        var rows = Help().Matches(_text)
            .Where(match => match.Groups["name"].Value.StartsWith("murmuration_", StringComparison.Ordinal))
            .Select(match => $"| `{match.Groups["name"]}` | {types[match.Groups["name"].Value]} | "
                + $"{Labels(match.Groups["name"].Value)} | {match.Groups["help"]} |");
        var table = string.Join('\n', rows);
        var page = File.ReadAllText(Sources.PathOf("docs/observing.md")).ReplaceLineEndings("\n");
        Assert.True(page.Contains(table, StringComparison.Ordinal), $"docs/observing.md must contain:\n{table}");
    }

    private string Labels(string family)
    {
        var sample = Regex.Match(
            _text, $@"^{family}(_bucket)?\{{(?<labels>.*)\}} ", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
        var names = Label().Matches(sample.Groups["labels"].Value).Select(match => match.Groups["name"].Value);
        return string.Join(", ", names.Where(name => name != "le").Select(name => $"`{name}`"));
    }

    private static Dictionary<string, string> Types(string text) => Type().Matches(text)
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value);

    [GeneratedRegex("^# HELP (?<name>[a-z0-9_]+) (?<help>.+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-z0-9_]+) (?<type>counter|gauge|histogram)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Type();

    [GeneratedRegex("^(?<name>[a-z0-9_]+)\\{? ?", RegexOptions.Multiline, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("(?<name>[a-z_]+)=\"", RegexOptions.None, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"\b(?:murmuration|dotnet)_[a-z0-9_]+\b", RegexOptions.None, 1000)]
    private static partial Regex Named();
}
