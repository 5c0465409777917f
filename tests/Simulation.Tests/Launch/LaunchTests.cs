using Murmuration.Simulation.Tests.Packaging;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Launch;

/// <summary>A run launched over ssh on three machines.</summary>
public sealed class LaunchTests(Packages packages) : IDisposable
{
    private readonly Machines _machines = new(packages);

    public void Dispose() => _machines.Dispose();

    [Fact]
    public async Task Agents_start_with_their_own_keys_train_and_their_results_come_back()
    {
        var (exitCode, output, errors) = await _machines.RunAsync(
            """
            launch topology.json run.json
            stat -c %i home-1/.murmur/run/murmur >before
            launch topology.json run.json -- --rounds 50
            stat -c %i home-1/.murmur/run/murmur | cmp - before
            """);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("a2 (10.88.0.3): started", output, StringComparison.Ordinal);
        for (var k = 0; k < 3; k++)
        {
            Assert.True(File.Exists(_machines.File($"out/run/out/a{k}/weights.safetensors")));
            Assert.Contains("goes on after round 30", File.ReadAllText(_machines.File($"out/run/a{k}.log")));
            var keys = Directory.GetFiles(_machines.File($"home-{k + 1}"), "*.key", SearchOption.AllDirectories);
            Assert.Equal($"a{k}.key", Path.GetFileName(Assert.Single(keys)));
        }

        Assert.True(File.Exists(_machines.File("out/run/keys/authority/authority.key")));
        Assert.Matches(@"round 50   cost \S+   test accuracy .* worst, .* mean   disagreement \S+   0 running", output);
    }

    [Fact]
    public async Task Agents_outlive_the_connection_are_followed_again_and_stop_together_at_an_interrupt()
    {
        var (exitCode, output, errors) = await _machines.RunAsync(
            """
            launch --detach topology.json run.json -- --rounds 1000000
            until_said '"round":5,' home-1/.murmur/run/out/a0/metrics.jsonl
            launch --status topology.json run.json
            set -m
            "${command[@]}" topology.json run.json >following 2>&1 &
            until_said 'round .* 3 running' following
            kill -INT -- -$!
            wait $! || { cat following; exit 1; }
            cat following
            """);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("a1 (10.88.0.2): runs already", output, StringComparison.Ordinal);
        Assert.Matches(@"Run 'lan' stopped after \d+ rounds", output);
        var ends = Enumerable.Range(0, 3)
            .Select(k => File.ReadLines(_machines.File($"out/run/out/a{k}/metrics.jsonl")).Last());
        Assert.Single(ends.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .Select(end => end.GetProperty("rounds").GetInt32()).Distinct());
    }

    [Fact]
    public async Task A_machine_that_cannot_be_reached_or_lacks_the_data_is_named_and_nobody_waits_in_vain()
    {
        var (exitCode, output, errors) = await _machines.RunAsync(
            """
            launch --ssh a1=10.88.0.77 --ssh-option ConnectTimeout=1 topology.json run.json && exit 1
            echo "--- then"
            mkdir -p home-1/data home-3/data
            printf 'x,y\n1,2\n2,3\n3,4\n4,6\n' | tee home-1/data/d.csv >home-3/data/d.csv
            launch --data-dir "$HOME/data" topology.json run.json -- --set data='{"train":"d.csv"}' && exit 1
            exit 0
            """);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("10.88.0.77 (a1): ssh: connect to host 10.88.0.77", output, StringComparison.Ordinal);
        Assert.Contains("not all agents could be started", errors, StringComparison.Ordinal);
        Assert.Contains("an agent failed before its first round", errors, StringComparison.Ordinal);
        Assert.Matches("a1: ended with exit code 1: .*/data/d.csv: there is no such file", errors);
        Assert.DoesNotMatch("a[02]: (died|ended)", errors);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_done_without_talking_to_anybody()
    {
        var (exitCode, output, errors) = await RunAsync(
            "--dry-run", "--ssh", "a1=bea@office", "--data-dir", "/srv/private", "--", "--rounds", "7");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("127.0.0.1: in .murmur/run: murmur agent --id a0 ", output, StringComparison.Ordinal);
        Assert.Matches("bea@office: .* --id a1 .* --keys keys/a1 --data-dir /srv/private --rounds 7", output);
    }

    [Theory]
    [InlineData(2, "--data-dir data: give the full path", "--data-dir", "data")]
    [InlineData(2, "--ssh a1: write ID=TARGET", "--ssh", "a1")]
    [InlineData(1, "names no agent a9", "--ssh", "a9=x")]
    [InlineData(2, "--stop and --collect exclude each other", "--collect", "--stop")]
    [InlineData(2, "--parallel 0: a whole number above 0 is needed", "--parallel", "0")]
    [InlineData(2, "--speed: no such option", "--speed", "3")]
    public async Task A_wrong_command_line_is_explained(int code, string expected, params string[] options)
    {
        var (exitCode, _, errors) = await RunAsync(options);
        Assert.Equal(code, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    private static async Task<(int? ExitCode, string Output, string Errors)> RunAsync(params string[] options)
    {
        using var folder = new TemporaryFolder();
        var topology = folder.Write("t.json", """{ "agents": 2, "schedule": { "generator": "path" } }""");
        var run = folder.Write("run.json", "{}");
        var program = Path.Combine(AppContext.BaseDirectory, "murmur");
        return await ToolRun.RunAsync(
            "bash", [TrialScript.PathOf("launch-lan.sh"), "--program", program, topology, run, .. options]);
    }
}
