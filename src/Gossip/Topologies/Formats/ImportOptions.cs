namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>What files of other programs leave open.</summary>
public sealed record ImportOptions
{
    /// <summary>The format, one of <see cref="TopologyImport.FormatNames"/>; null finds it by ending and
    /// content.</summary>
    public string? Format { get; init; }

    /// <summary>Whether links go one way; null leaves it to the files, which say so or mean both ways.</summary>
    public bool? Directed { get; init; }

    /// <summary>What numbers at links mean.</summary>
    public LinkNumbers Numbers { get; init; }

    /// <summary>Whether only the largest group of agents that reach each other is taken.</summary>
    public bool LargestGroup { get; init; }

    /// <summary>How many rounds each file stands for, when there are several; 1 or more.</summary>
    public int RoundsEach { get; init; } = 1;

    /// <summary>What the network is called; null takes the file's own word, else its name.</summary>
    public string? Name { get; init; }
}
