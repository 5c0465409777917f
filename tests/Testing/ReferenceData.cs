namespace Murmuration.Testing;

/// <summary>Folders outside the repository that tests read, named by environment variables.</summary>
public static class ReferenceData
{
    /// <summary>Why a test that needs data sets is skipped.</summary>
    public const string NoData = "MURMURATION_DATA is not set: the folder with the data sets";

    /// <summary>Why a test that needs golden traces is skipped.</summary>
    public const string NoTraces = "MURMURATION_REFERENCE is not set: the folder with the golden traces";

    /// <summary>Folder of the real data sets, or null.</summary>
    public static string? Data => Folder("MURMURATION_DATA");

    /// <summary>Folder of the golden traces, or null.</summary>
    public static string? Traces => Folder("MURMURATION_REFERENCE");

    private static string? Folder(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path && Directory.Exists(path)
            ? Path.GetFullPath(path)
            : null;
}
