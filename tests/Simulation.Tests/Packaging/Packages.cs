using Murmuration.Simulation.Tests.Packaging;
using Murmuration.Testing;

[assembly: AssemblyFixture(typeof(Packages))]

namespace Murmuration.Simulation.Tests.Packaging;

/// <summary>What <c>scripts/package.sh</c> builds, built once when the first test asks for it.</summary>
public sealed class Packages : IDisposable
{
    private static readonly string[] Kinds = ["tool", "linux-x64"];

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<(int? ExitCode, string Output, string Errors)>> _built;

    /// <summary>Builds nothing yet.</summary>
    public Packages() => _built = new(() => BuildAsync(Kinds));

    /// <summary>Folder of the packages.</summary>
    public string Folder => _folder.Path;

    /// <summary>Path of a package; skips where packages that it is made of cannot be restored.</summary>
    public async Task<string> PathOfAsync(string name)
    {
        var (exitCode, output, errors) = await _built.Value;
        Assert.SkipWhen(errors.Contains("cannot be re", StringComparison.Ordinal), errors.Trim());
        Assert.True(exitCode == 0, output + errors);
        return Assert.Single(Directory.GetFiles(_folder.Path, name));
    }

    /// <summary>Runs the script.</summary>
    public Task<(int? ExitCode, string Output, string Errors)> BuildAsync(params string[] arguments)
    {
        var script = TrialScript.PathOf("package.sh");
        return ToolRun.RunAsync("bash", [script, "--output", _folder.Path, .. arguments]);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
