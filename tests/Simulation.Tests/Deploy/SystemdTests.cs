using Murmuration.Simulation.Tests.Docs;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Deploy;

/// <summary>The systemd unit is one that systemd understands, is locked down, and calls the program rightly.</summary>
public sealed class SystemdTests : IDisposable
{
    private const string InstalledProgram = "/usr/local/bin/murmur";

    /// <summary>The most exposure by systemd's measure, times ten: 2.0, where 10.0 is no protection at all.</summary>
    private const int MostExposure = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Systemd_finds_no_mistake_in_the_unit()
    {
        Tools.Require("systemd-analyze");
        var (exitCode, output, errors) = await ToolRun.RunAsync(
            "systemd-analyze", "verify", "--recursive-errors=yes", UnitOfThisProgram("TimeoutStopSec"));
        Assert.True(exitCode == 0, output + errors);
    }

    [Fact]
    public async Task Systemd_finds_a_mistake_where_there_is_one()
    {
        Tools.Require("systemd-analyze");
        var (_, _, errors) = await ToolRun.RunAsync(
            "systemd-analyze", "verify", "--recursive-errors=yes", UnitOfThisProgram("TimeoutStopSex"));
        Assert.Contains("TimeoutStopSex", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_is_exposed_to_little()
    {
        Tools.Require("systemd-analyze");
        var (exitCode, output, errors) = await ToolRun.RunAsync(
            "systemd-analyze", "security", "--offline=true", $"--threshold={MostExposure}", "--no-pager",
            UnitOfThisProgram("TimeoutStopSec"));
        Assert.True(exitCode == 0, output + errors);
    }

    [Fact]
    public void The_unit_and_its_example_use_options_and_variables_that_exist()
    {
        var call = Lines("murmur@.service").Single(line => line.StartsWith("ExecStart=", StringComparison.Ordinal));
        var check = new CommandCheck(SourceTree.Root!);
        var command = call.Replace($"ExecStart={InstalledProgram}", "murmur", StringComparison.Ordinal);
        Assert.StartsWith("murmur ", command, StringComparison.Ordinal);
        Assert.Empty(check.Problems(new DocBlock("murmur@.service", 1, [], command)));
        var variables = Lines("agent.env.example").Select(line => line.TrimStart('#').Split('='))
            .Where(words => words is [var name, _] && name.StartsWith("MURMURATION_", StringComparison.Ordinal))
            .Select(words => words[0])
            .Where(name => !name.StartsWith("MURMURATION__", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(variables);
        Assert.Empty(variables.SelectMany(name => AgentVariables.Problems(check, name)));
    }

    private static string[] Lines(string name)
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        return File.ReadAllLines(Path.Combine(SourceTree.Root, "deploy", "systemd", name));
    }

    /// <summary>A copy that starts the program beside the tests, as systemd looks whether it is there.</summary>
    private string UnitOfThisProgram(string nameOfTimeout)
    {
        var text = string.Join('\n', Lines("murmur@.service"))
            .Replace(InstalledProgram, Path.Combine(AppContext.BaseDirectory, "murmur"), StringComparison.Ordinal)
            .Replace("TimeoutStopSec", nameOfTimeout, StringComparison.Ordinal);
        return _folder.Write("murmur@ada.service", text);
    }
}
