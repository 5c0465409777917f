using System.Runtime.CompilerServices;

namespace Murmuration.Agent.Tests.Telemetry;

/// <summary>Files of the repository, found from where the tests were compiled.</summary>
internal static class Sources
{
    /// <summary>The full path of a file; skips the test where the repository is not here.</summary>
    public static string PathOf(string relative, [CallerFilePath] string thisFile = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile) ?? "", "..", "..", ".."));
        var path = Path.Combine(root, relative);
        Assert.SkipUnless(
            File.Exists(Path.Combine(root, "Murmuration.slnx")), "the sources are not where the tests were compiled");
        return path;
    }
}
