using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Tests;

public class LayeringTests
{
    [Fact]
    public void Kernels_refer_to_neither_the_gossip_nor_the_agent()
    {
        var names = typeof(IDevice).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToArray();
        Assert.DoesNotContain(names, name => name.StartsWith("Murmuration", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name == "murmur");
    }

    /// <summary>The compiler leaves out references that no code uses yet; the project file shows them.</summary>
    [Fact]
    public void The_project_of_Kernels_refers_to_no_other_project()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Murmuration.slnx")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        var project = File.ReadAllText(Path.Combine(root.FullName, "src", "Kernels", "Murmuration.Kernels.csproj"));
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
    }
}
