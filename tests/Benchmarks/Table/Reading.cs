namespace Murmuration.Benchmarks.Table;

/// <summary>What was measured of one contender.</summary>
/// <param name="Name">Ours, or the peer's name and version.</param>
/// <param name="Value">In the unit of its row.</param>
internal readonly record struct Reading(string Name, double Value);
