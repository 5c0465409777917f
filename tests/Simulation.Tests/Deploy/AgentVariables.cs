using Murmuration.Simulation.Tests.Docs;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Deploy;

/// <summary>The variables that stand for options of <c>murmur agent</c>: MURMURATION_DATA_DIR for --data-dir.</summary>
internal static class AgentVariables
{
    private const string Prefix = "MURMURATION_";

    /// <summary>Why a variable is none that an agent reads.</summary>
    public static IEnumerable<string> Problems(CommandCheck check, string name)
    {
        var option = "--" + name[Prefix.Length..].Replace('_', '-').ToLowerInvariant();
        var readMe = File.ReadAllText(Path.Combine(SourceTree.Root!, "README.md"));
        return check.Problems(new DocBlock(name, 1, [], $"murmur agent {option} x")).Concat(
            readMe.Contains($"`{name}`", StringComparison.Ordinal) ? [] : [$"the README does not name {name}"]);
    }
}
