using System.Text.RegularExpressions;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>Finds links of a page that lead nowhere in the repository.</summary>
internal static partial class DocLinks
{
    private const int MatchMilliseconds = 1000;

    /// <summary>Links to files that do not exist, each with its place; links to other sites are not looked at.
    /// </summary>
    public static IEnumerable<string> Broken(string root, string page) =>
        Broken(root, page, File.ReadLines(Path.Combine(root, page)));

    /// <summary>The same for given lines.</summary>
    public static IEnumerable<string> Broken(string root, string page, IEnumerable<string> lines)
    {
        var folder = Path.GetDirectoryName(Path.Combine(root, page))!;
        var isCode = false;
        foreach (var (index, line) in lines.Index())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                foreach (var target in Targets(line).Where(target => !Exists(Path.Combine(folder, target))))
                {
                    yield return $"{page}:{index + 1}: {target} does not exist";
                }
            }
        }
    }

    /// <summary>Where the relative links of a line lead, without the heading within the page.</summary>
    private static IEnumerable<string> Targets(string line) => Link().Matches(CodeSpan().Replace(line, "code"))
        .Select(match => match.Groups["target"].Value)
        .Where(target => !target.Contains("://", StringComparison.Ordinal)
            && !target.StartsWith("mailto:", StringComparison.Ordinal))
        .Select(target => Uri.UnescapeDataString(target.Split('#')[0]))
        .Where(target => target.Length > 0);

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]*`", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex CodeSpan();
}
