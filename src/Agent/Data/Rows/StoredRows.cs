namespace Murmuration.Agent.Data.Rows;

/// <summary>Rows where they are: in memory, or in a file.</summary>
/// <param name="Memory">The numbers row by row, or null.</param>
/// <param name="File">The rows in a file, or null.</param>
internal readonly record struct StoredRows(float[]? Memory, FileRows? File);
