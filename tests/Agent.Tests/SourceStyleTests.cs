using System.Runtime.CompilerServices;

namespace Murmuration.Agent.Tests;

/// <summary>Limits of the sources that no compiler checks.</summary>
public class SourceStyleTests
{
    private const int LongestLine = 120;
    private const int LongestFile = 400;

    [Fact]
    public void No_line_has_more_than_120_characters()
    {
        var root = Root();
        var tooLong = Sources(root, "src").Concat(Sources(root, "tests")).SelectMany(path => File.ReadLines(path)
            .Index()
            .Where(line => line.Item.Length > LongestLine)
            .Select(line => $"{Path.GetRelativePath(root, path)}:{line.Index + 1}"));
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_file_of_the_program_has_more_than_400_lines()
    {
        var root = Root();
        var tooLong = Sources(root, "src")
            .Where(path => File.ReadLines(path).Count() > LongestFile)
            .Select(path => Path.GetRelativePath(root, path));
        Assert.Empty(tooLong);
    }

    /// <summary>The repository, found from where this file was compiled; skips where that is not here.</summary>
    private static string Root([CallerFilePath] string thisFile = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile) ?? "", "..", ".."));
        Assert.SkipUnless(
            File.Exists(thisFile) && Directory.Exists(Path.Combine(root, "src")),
            "the sources are not where the tests were compiled");
        return root;
    }

    private static IEnumerable<string> Sources(string root, string folder) =>
        Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar).Any(IsBuilt))
            .Order(StringComparer.Ordinal);

    private static bool IsBuilt(string folder) => folder is "bin" or "obj" or "artifacts";
}
