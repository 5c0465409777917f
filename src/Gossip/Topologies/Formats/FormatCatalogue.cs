using Murmuration.Gossip.Topologies.Files;

namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>All formats of other programs. Where an ending belongs to several, the first one is written.</summary>
internal static class FormatCatalogue
{
    /// <summary>Our own topology files.</summary>
    public const string Own = "json";

    private static readonly INetworkFormat[] Formats =
    [
        new AdjacencyFormat(), new CountedEdgesFormat(), new GraphMlFormat(), new DotFormat(), new GmlFormat(),
        new NodeLinkFormat(), new EdgeListFormat(),
    ];

    /// <summary>What commands call the formats, our own first.</summary>
    public static IReadOnlyList<string> Names => [Own, .. Formats.Select(format => format.Name)];

    /// <summary>A format by its name; null is our own.</summary>
    /// <exception cref="TopologyException">There is none of this name.</exception>
    public static INetworkFormat? Named(string name) => name == Own ? null
        : Array.Find(Formats, format => format.Name == name)
            ?? throw new TopologyException($"unknown format \"{name}\"; {NearestName.Hint(name, Names)}");

    /// <summary>The format of a file by its ending, and by its beginning where that does not tell; null is our
    /// own.</summary>
    public static INetworkFormat? Of(FormatSource source)
    {
        var byExtension = Array.FindAll(Formats, format => format.Extensions.Contains(source.Extension));
        var isOwn = source.Extension is ".json" or ".jsonc";
        return byExtension.Length == 1 && !isOwn
            ? byExtension[0]
            : Array.Find(byExtension.Length > 0 || isOwn ? byExtension : Formats, format => format.Fits(source))
                ?? (isOwn ? null : byExtension.LastOrDefault());
    }

    /// <summary>The format that a file of this name is written in; null is our own.</summary>
    /// <exception cref="TopologyException">The ending says nothing.</exception>
    public static INetworkFormat? ForWriting(string path)
    {
        var extension = FormatSource.ExtensionOf(path);
        return extension == ".json" ? null
            : Array.Find(Formats, format => format.Extensions.Contains(extension))
                ?? throw new TopologyException($"{path}: the ending \"{extension}\" belongs to no format; choose one "
                    + $"with --to: {string.Join(", ", Names)}.");
    }
}
