namespace Murmuration.Agent.Data;

/// <summary>What a load takes from the command around it.</summary>
internal sealed record LoadSettings
{
    /// <summary>
    /// Nothing: no progress, and rows that do not fit into memory go to the folder for temporary files.
    /// </summary>
    public static LoadSettings Default { get; } = new();

    /// <summary>Is told how far the load is, on the loading thread.</summary>
    public IProgress<LoadProgress>? Progress { get; init; }

    /// <summary>Folder for rows that do not fit into memory, unless the run file names one.</summary>
    public string Folder { get; init; } = Path.GetTempPath();
}
