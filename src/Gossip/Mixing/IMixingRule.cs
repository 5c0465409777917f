using System.Text.Json;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Mixing;

/// <summary>The mixing weights of a round's links. What is missing to 1 stays with the agent itself: in its row when
/// links are undirected (then rows and columns sum to one), in its column when directed (then columns do).</summary>
internal interface IMixingRule
{
    /// <summary>What a topology file calls it.</summary>
    string Name { get; }

    /// <summary>c_ij = c_ji of an undirected link, or a_ij of the directed link j → i.</summary>
    double WeightOf(Link link, Degrees degrees);

    /// <summary>Whether weights are mixed over a link at all; one that is not counts for no degree.</summary>
    bool Mixes(Link link) => true;

    /// <summary>Writes the value of <c>weights</c> in a file.</summary>
    void Write(Utf8JsonWriter writer) => writer.WriteStringValue(Name);
}
