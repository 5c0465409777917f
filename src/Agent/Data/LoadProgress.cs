namespace Murmuration.Agent.Data;

/// <summary>How far a load is.</summary>
/// <param name="Source">What is being read.</param>
/// <param name="BytesRead">Bytes read of it.</param>
/// <param name="BytesTotal">Its size; 0 where nobody knows.</param>
/// <param name="Rows">Rows of all sources so far.</param>
/// <param name="MemoryBytes">Memory that rows take.</param>
/// <param name="DiskBytes">Disk that rows take.</param>
internal readonly record struct LoadProgress(
    string Source, long BytesRead, long BytesTotal, long Rows, long MemoryBytes, long DiskBytes);
