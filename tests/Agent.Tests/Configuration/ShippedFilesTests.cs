using Murmuration.Agent.Configuration;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Configuration;

/// <summary>Run files and topologies that are built into the program.</summary>
public class ShippedFilesTests
{
    [Fact]
    public void The_defaults_are_there()
    {
        Assert.Equal("digits", RunFile.Load(ShippedFiles.DefaultRun, []).Name);
        Assert.Equal(8, ShippedFiles.LoadTopology(ShippedFiles.DefaultTopology).Agents.Count);
    }

    [Theory]
    [InlineData("topologies/star-4.json")]
    [InlineData("./topologies/star-4.json")]
    [InlineData(@"topologies\star-4.json")]
    public void A_topology_is_found_by_its_name_in_the_repository(string name) =>
        Assert.Equal("star-4", ShippedFiles.LoadTopology(name).Name);

    [Fact]
    public void A_file_on_disk_comes_first_and_what_is_nowhere_stays_a_path()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("own.json", "{}");
        Assert.Equal(path, ShippedFiles.Find(path));
        Assert.Equal("topologies/nowhere.json", ShippedFiles.Find("topologies/nowhere.json"));
        Assert.Null(ShippedFiles.Text("topologies/star-4.json"));
    }

    [Fact]
    public void A_run_file_means_files_beside_it()
    {
        Assert.Equal(
            ShippedFiles.DefaultTopology, ShippedFiles.Beside(ShippedFiles.DefaultRun, "../topologies/ring-8.json"));
        Assert.Equal(Path.GetFullPath("/a/t.json"), ShippedFiles.Beside("/a/runs/r.json", "../t.json"));
    }
}
