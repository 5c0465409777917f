using System.Runtime.CompilerServices;

namespace Murmuration.Testing;

/// <summary>The repository that the tests were compiled in, for tests of its scripts and pages.</summary>
public static class SourceTree
{
    /// <summary>Why a test that reads the repository is skipped.</summary>
    public const string Absent = "the repository is not where the tests were compiled";

    /// <summary>Its folder, or null where it is no longer there.</summary>
    public static string? Root { get; } = Find();

    private static string? Find([CallerFilePath] string thisFile = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile) ?? "", "..", ".."));
        return File.Exists(thisFile) && File.Exists(Path.Combine(root, "Murmuration.slnx")) ? root : null;
    }
}
