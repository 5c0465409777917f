namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>A file format for networks: one topology, no addresses. A new one is one more class and one more line in
/// <see cref="FormatCatalogue"/>.</summary>
internal interface INetworkFormat
{
    /// <summary>What commands call it.</summary>
    string Name { get; }

    /// <summary>Endings of file names, with the dot.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a file looks like one of this format; asked when its ending does not tell.</summary>
    bool Fits(FormatSource source);

    /// <summary>Reads a file.</summary>
    /// <exception cref="TopologyException">It is not of this format; one line says where and what to do.</exception>
    void Read(FormatSource source, NetworkBuilder network);

    /// <summary>Writes a network so that reading it gives the same agents and links.</summary>
    void Write(TextWriter writer, PlainNetwork network);

    /// <summary>What of a network is lost when it is written, one sentence each.</summary>
    IEnumerable<string> Losses(PlainNetwork network) => [];
}
