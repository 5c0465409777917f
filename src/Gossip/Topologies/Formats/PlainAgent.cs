namespace Murmuration.Gossip.Topologies.Formats;

/// <summary>An agent as any program's files know it.</summary>
/// <param name="Label">What the file calls it; any text, also twice.</param>
/// <param name="Position">Where it stands in drawings, if the file says so.</param>
/// <param name="Address">Where it listens, which only our own files say.</param>
internal sealed record PlainAgent(string Label, AgentPosition? Position = null, AgentAddress? Address = null);
