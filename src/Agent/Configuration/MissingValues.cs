namespace Murmuration.Agent.Configuration;

/// <summary>What becomes of rows in which a value is missing.</summary>
internal enum MissingValues
{
    /// <summary>The first is an error that names its place.</summary>
    Error,

    /// <summary>Such rows are left out, and their number is told.</summary>
    Drop,
}
