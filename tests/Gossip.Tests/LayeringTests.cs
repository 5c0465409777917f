namespace Murmuration.Gossip.Tests;

public class LayeringTests
{
    [Fact]
    public void Gossip_refers_to_neither_the_kernels_nor_the_agent()
    {
        var gossip = typeof(Gossip.Topologies.TopologySchedule).Assembly;
        var references = gossip.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.All(references, name => Assert.False(
            name is "murmur" || name.StartsWith("Murmuration", StringComparison.Ordinal), $"Gossip refers to {name}"));
    }

    [Fact]
    public void The_project_of_Gossip_refers_to_no_other_project() =>
        Assert.DoesNotContain(
            "ProjectReference", File.ReadAllText(Repository.PathOf("src/Gossip/Murmuration.Gossip.csproj")),
            StringComparison.Ordinal);
}
