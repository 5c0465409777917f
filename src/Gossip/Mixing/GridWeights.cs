using System.Text.Json;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>The weights of another rule between agents that hold the same module, and none along the chains, which
/// carry activations and slopes.</summary>
internal sealed class GridWeights(IMixingRule inner, AgentGrid grid) : IMixingRule
{
    public string Name => inner.Name;

    public double WeightOf(Link link, Degrees degrees) => Mixes(link) ? inner.WeightOf(link, degrees) : 0;

    public bool Mixes(Link link) => grid.HoldSameModule(link.From, link.To);

    public void Write(Utf8JsonWriter writer) => inner.Write(writer);
}
