using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Configuration;

/// <summary>
/// The run files and topologies that are built into the program, named as in its repository:
/// <c>runs/digits.json</c>, <c>topologies/ring-8.json</c>. A file on disk of the same name comes first.
/// </summary>
internal static class ShippedFiles
{
    /// <summary>The run of <c>simulate</c> and <c>agent</c> when none is given.</summary>
    public const string DefaultRun = Prefix + "runs/digits.json";

    /// <summary>The topology of <c>simulate</c> when none is given.</summary>
    public const string DefaultTopology = Prefix + "topologies/ring-8.json";

    private const string Prefix = "built-in:";

    /// <summary>The path, or where there is no such file the name of the built-in one, if there is one.</summary>
    public static string Find(string path)
    {
        var name = path.Replace('\\', '/');
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        return !File.Exists(path) && typeof(ShippedFiles).Assembly.GetManifestResourceInfo(name) is not null
            ? Prefix + name
            : path;
    }

    /// <summary>Whether this is the name of a built-in file.</summary>
    public static bool IsName(string path) => path.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The text of a built-in file, or null when this is none.</summary>
    public static string? Text(string path)
    {
        if (!IsName(path)
            || typeof(ShippedFiles).Assembly.GetManifestResourceStream(path[Prefix.Length..]) is not { } stream)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>What a file means by a path that is relative to it.</summary>
    public static string Beside(string file, string relative)
    {
        if (!IsName(file))
        {
            return Path.GetFullPath(relative, Path.GetDirectoryName(Path.GetFullPath(file))!);
        }

        var folder = Path.GetDirectoryName($"/{file[Prefix.Length..]}")!;
        return Prefix + Path.GetRelativePath("/", Path.GetFullPath(relative, folder)).Replace('\\', '/');
    }

    /// <summary>Reads a topology from disk, or a built-in one.</summary>
    /// <exception cref="TopologyException">It is missing or wrong.</exception>
    public static TopologySchedule LoadTopology(string path)
    {
        var found = Find(path);
        return Text(found) is { } text ? TopologySchedule.Parse(text, found) : TopologySchedule.Load(found);
    }
}
