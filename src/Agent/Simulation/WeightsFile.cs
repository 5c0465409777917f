namespace Murmuration.Agent.Simulation;

/// <summary>Final weights of an agent.</summary>
/// <param name="Agent">Id of the agent.</param>
/// <param name="Path">The safetensors file.</param>
/// <param name="Sha256">Its SHA-256, hexadecimal.</param>
internal sealed record WeightsFile(string Agent, string Path, string Sha256);
