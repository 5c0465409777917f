using System.Collections.Immutable;

namespace Murmuration.Gossip.Topologies;

/// <summary>
/// Agents as S data groups of K modules each: row s is the chain of the agents that hold the modules of a model in
/// their order and share the data of group s; column k is the group of the agents that hold module k.
/// </summary>
public sealed class AgentGrid
{
    private readonly ImmutableArray<ImmutableArray<int>> _rows;
    private readonly (int Group, int Module)[] _places;

    /// <summary>Takes rows of agent indices; every agent stands in exactly one place.</summary>
    /// <param name="rows">One row per data group, its modules in order; all of the same length.</param>
    internal AgentGrid(IReadOnlyList<ImmutableArray<int>> rows)
    {
        _rows = [.. rows];
        _places = new (int, int)[rows.Sum(row => row.Length)];
        foreach (var (group, row) in rows.Index())
        {
            foreach (var (module, agent) in row.Index())
            {
                _places[agent] = (group, module);
            }
        }
    }

    /// <summary>Number of data groups, S.</summary>
    public int Groups => _rows.Length;

    /// <summary>Number of modules, K.</summary>
    public int Modules => _rows[0].Length;

    /// <summary>The agent that holds a module of a data group, both 0-based.</summary>
    public int this[int group, int module] => _rows[group][module];

    /// <summary>The data group and the module of an agent, both 0-based.</summary>
    public (int Group, int Module) PlaceOf(int agentIndex) => _places[agentIndex];

    /// <summary>Whether two agents hold the same module: only these mix weights.</summary>
    public bool HoldSameModule(int agentIndex, int otherIndex) =>
        PlaceOf(agentIndex).Module == PlaceOf(otherIndex).Module;

    /// <summary>Row by row from index 0, as generated grids are.</summary>
    internal static AgentGrid RowByRow(int groups, int modules) => new(
        [.. Enumerable.Range(0, groups).Select(s => Enumerable.Range(s * modules, modules).ToImmutableArray())]);

    /// <summary>Pairs of agents that follow each other in a chain, the earlier module first.</summary>
    internal IEnumerable<(int From, int To)> ChainPairs() =>
        _rows.SelectMany(row => row.Zip(row.Skip(1), (from, to) => (from, to)));
}
