using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Transport;

namespace Murmuration.Simulation.Tests.Virtual;

/// <summary>What travels on a virtual connection: what the production writer would have written.</summary>
internal sealed record Frame(WriteStep Kind)
{
    public LinkReport Report { get; init; }

    public AgentRecord? Entry { get; init; }

    public CensusEntry? Record { get; init; }

    public int Round { get; init; }

    public ulong Epoch { get; init; }

    public long Number { get; init; }

    public int LetterKind { get; init; }

    public float[] Vectors { get; init; } = [];

    public double[] Scalars { get; init; } = [];
}
