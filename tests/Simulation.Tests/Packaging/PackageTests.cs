using System.Security.Cryptography;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Packaging;

/// <summary>The packages that users install work as they are.</summary>
public sealed class PackageTests(Packages packages) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_single_file_needs_nothing_beside_it_and_starts_itself_for_every_agent()
    {
        var program = Path.Combine(_folder.Path, "renamed");
        File.Copy(await packages.PathOfAsync("murmur-linux-x64"), program);
        await SimulateAsync(program);
    }

    [Fact]
    public async Task The_tool_installs_from_a_folder_and_starts_itself_for_every_agent()
    {
        await packages.PathOfAsync("Murmuration.*.nupkg");
        var tools = _folder.File("tools");
        var (exitCode, output, errors) = await ToolRun.RunAsync(
            "dotnet", "tool", "install", "Murmuration", "--tool-path", tools, "--source", packages.Folder);
        Assert.True(exitCode == 0, output + errors);
        var program = Path.Combine(tools, "murmur");
        var version = await ToolRun.RunAsync(program, "--version");
        Assert.Matches(@"^\d+\.\d+\.\d+(\+[0-9a-f]{40})?\n$", version.Output);
        await SimulateAsync(program);
    }

    [Fact]
    public async Task The_sums_are_those_of_the_packages()
    {
        await packages.PathOfAsync("murmur-linux-x64");
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(packages.Folder, "SHA256SUMS")))
        {
            var parts = line.Split("  ");
            await using var file = File.OpenRead(Path.Combine(packages.Folder, parts[1]));
            Assert.Equal(parts[0], Convert.ToHexStringLower(await SHA256.HashDataAsync(file)));
        }
    }

    [Fact]
    public async Task A_wrong_kind_is_named()
    {
        var (exitCode, _, errors) = await packages.BuildAsync("macos");
        Assert.Equal(2, exitCode);
        Assert.Contains("macos: no such option or kind", errors, StringComparison.Ordinal);
    }

    private async Task SimulateAsync(string program)
    {
        var (exitCode, output, errors) = await ToolRun.RunAsync(
            program, "simulate", "--topology", "topologies/ring-4.json", "--rounds", "2", "--no-alone", "--quiet",
            "--set", "data.samples=200", "--output", _folder.File("out"));
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("4 agents done after 2 rounds", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("out/a3/agent.log")), "every agent was a process of its own");
    }
}
