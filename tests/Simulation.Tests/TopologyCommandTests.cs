using System.Text.Json;
using System.Xml.Linq;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests;

/// <summary><c>murmur topology</c> and what other commands say about topology files, as users meet them.</summary>
public sealed class TopologyCommandTests : IDisposable
{
    private const string Dot = "graph towns { \"New York\" -- Boston -- Albany -- \"New York\"; Albany -- Buffalo }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("edgelist")]
    [InlineData("edges")]
    [InlineData("adjacency")]
    [InlineData("nodelink")]
    [InlineData("graphml")]
    [InlineData("gml")]
    [InlineData("dot")]
    [InlineData("json")]
    public async Task Convert_writes_every_format_to_standard_output(string format)
    {
        var (exitCode, output, errors) = await Murmur.RunAsync(
            "topology", "convert", _folder.Write("towns.dot", Dot), "--to", format);

        Assert.Equal(0, exitCode);
        Assert.Contains("note: 1 of 4 agents got ids of their own", errors, StringComparison.Ordinal);
        Assert.Equal(format != "edges", output.Contains("New-York", StringComparison.Ordinal));
        var again = _folder.Write("again.x", output);
        (exitCode, var json, _) = await Murmur.RunAsync("topology", "check", again, "--json");
        Assert.Equal(0, exitCode);
        Assert.Equal(2, JsonDocument.Parse(json).RootElement.GetProperty("diameter").GetInt32());
    }

    [Fact]
    public async Task Convert_gives_agents_their_addresses()
    {
        var addresses = _folder.Write("addresses.txt", "# where\nNew-York,10.0.0.1:7700\nBoston 10.0.0.2:7700\n"
            + "Albany,albany.lan:7700\nBuffalo,[::1]:7700\n");
        var made = _folder.File("towns.json");

        var (exitCode, _, errors) = await Murmur.RunAsync(
            "topology", "convert", _folder.Write("towns.dot", Dot), "--addresses", addresses, "-o", made);

        Assert.True(exitCode == 0, errors);
        var text = File.ReadAllText(made);
        Assert.Contains("\"id\": \"Albany\", \"address\": \"albany.lan:7700\"", text, StringComparison.Ordinal);
        Assert.Contains("murmur topology convert ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("changes from round to round, and dot holds the links of one round", "--to", "dot")]
    [InlineData("unknown format \"dott\"; did you mean \"dot\"?", "--to", "dott")]
    [InlineData("the ending \".doc\" belongs to no format; choose one with --to", "-o", "x.doc")]
    [InlineData("--addresses and --host-pattern exclude each other", "--addresses", "a", "--host-pattern", "b")]
    [InlineData("gives \"a0\" and \"a1\" the same address", "--host-pattern", "here:7700")]
    [InlineData("\"a0_.lan \" is no host name", "--host-pattern", "{id}_.lan :7700")]
    [InlineData("cannot read the topology file", "--addresses", "/nowhere/list")]
    public async Task Convert_names_mistakes(string expected, params string[] options)
    {
        var file = _folder.Write("pairs.json", """
            { "agents": 3, "schedule": { "rounds": [{ "links": ["a0-a1"] }, { "links": ["a1-a2"] }] } }
            """);

        var (exitCode, _, errors) = await Murmur.RunAsync(["topology", "convert", file, .. options]);

        Assert.InRange(exitCode, 1, 2);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_simulation_takes_a_foreign_file_and_a_daemon_says_what_is_missing()
    {
        var (topology, run) = (_folder.Write("towns.dot", Dot), _folder.Write("run.json", """
            { "name": "tiny", "data": { "generated": "clusters", "samples": 200, "testSamples": 100 },
              "model": { "hidden": [4] }, "rounds": 2 }
            """));

        var (exitCode, output, errors) = await Murmur.RunAsync(
            "simulate", "--transport", "memory", "--no-alone", "--topology", topology, "--run", run,
            "--output", _folder.File("out"));

        Assert.True(exitCode == 0, errors);
        Assert.Contains("4 agents on 'towns'", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("out/New-York/weights.safetensors")));

        (exitCode, _, errors) = await Murmur.RunAsync("agent", "--id", "Boston", "--topology", topology, "--run", run);
        Assert.Equal(1, exitCode);
        Assert.Contains("does not say where agents listen; make a file that does: murmur topology convert", errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_says_how_many_bytes_a_round_takes()
    {
        var (_, output, _) = await Murmur.RunAsync(
            "topology", "check", _folder.Write("towns.dot", Dot), "--model-weights", "1000000");

        Assert.Contains("an agent sends 16 MB on average, 24 MB at most", output, StringComparison.Ordinal);
        Assert.Contains("advice: without the agent \"Albany\" the others no longer", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_draws_a_picture_with_its_own_colors()
    {
        var picture = _folder.File("towns.svg");
        var (exitCode, output, errors) = await Murmur.RunAsync(
            "topology", "show", _folder.Write("towns.dot", Dot), "--svg", picture);

        Assert.True(exitCode == 0, errors);
        Assert.Equal("", output);
        var svg = XDocument.Load(picture).Root!;
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.Equal(4, svg.Descendants().Count(element => (string?)element.Attribute("class") == "link up"));
        Assert.Contains("prefers-color-scheme: dark", svg.Elements().First().Value, StringComparison.Ordinal);

        (exitCode, _, errors) = await Murmur.RunAsync(
            "topology", "show", _folder.Write("towns.dot", Dot), "--svg", picture, "--count", "2");
        Assert.Equal(2, exitCode);
        Assert.Contains("--svg draws one round", errors, StringComparison.Ordinal);
    }
}
