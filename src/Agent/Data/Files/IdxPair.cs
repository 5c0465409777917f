namespace Murmuration.Agent.Data.Files;

/// <summary>Images and their labels, row for row.</summary>
internal sealed record IdxPair(IdxArray Images, IdxArray Labels);
