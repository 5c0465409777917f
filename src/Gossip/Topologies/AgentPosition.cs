namespace Murmuration.Gossip.Topologies;

/// <summary>Where an agent stands in drawings: longitude and latitude in degrees, or any other plane coordinates with x
/// to the right and y upwards. Counts for nothing else.</summary>
/// <param name="X">To the right, or eastwards.</param>
/// <param name="Y">Upwards, or northwards.</param>
public readonly record struct AgentPosition(double X, double Y);
