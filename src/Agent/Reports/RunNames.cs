using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Reports;

/// <summary>What runs are called that stand side by side.</summary>
internal static class RunNames
{
    /// <summary>Of every output folder, a full path, the shortest tail that tells it from the others.</summary>
    /// <exception cref="ConfigurationException">A folder is given twice.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> folders)
    {
        var paths = folders.Select(Path.TrimEndingDirectorySeparator).ToList();
        foreach (var (path, count) in paths.CountBy(path => path))
        {
            if (count > 1)
            {
                throw new ConfigurationException($"{path}: is given twice; give every run once");
            }
        }

        return [.. paths.Select(path => ShortestTail(path, paths))];
    }

    private static string ShortestTail(string path, List<string> paths)
    {
        var length = 1;
        while (paths.Count(other => Tail(other, length) == Tail(path, length)) > 1)
        {
            length++;
        }

        return Tail(path, length);
    }

    private static string Tail(string path, int length) =>
        string.Join(
            '/', path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).TakeLast(length));
}
