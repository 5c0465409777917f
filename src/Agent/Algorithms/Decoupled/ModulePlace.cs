using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>Where an agent stands in the grid of data groups and modules; all counts from 0.</summary>
/// <param name="Group">Its data group, s.</param>
/// <param name="Module">Its module, k.</param>
/// <param name="Groups">Number of data groups, S.</param>
/// <param name="Modules">Number of modules, K.</param>
/// <param name="Before">The agent with the module before, null for the first.</param>
/// <param name="After">The agent with the module after, null for the last.</param>
/// <param name="SameModule">All other agents with the same module, in agent order.</param>
internal sealed record ModulePlace(
    int Group, int Module, int Groups, int Modules, int? Before, int? After, IReadOnlyList<int> SameModule)
{
    /// <summary>So many steps lie between the forward sweep of a minibatch here and its backward sweep: 2(K − 1 − k)
    /// with k counted from 0.</summary>
    public int Delay => 2 * (Modules - 1 - Module);

    /// <summary>The place of an agent.</summary>
    /// <exception cref="ConfigurationException">The topology has no grid.</exception>
    public static ModulePlace Of(TopologySchedule schedule, int agentIndex)
    {
        var grid = schedule.Grid ?? throw new ConfigurationException(
            $"the topology '{schedule.Name}' has no grid, which algorithm.name=decoupled needs: give it one, or make a "
            + "topology by 'murmur topology make pipeline'");
        var (group, module) = grid.PlaceOf(agentIndex);
        return new(
            group,
            module,
            grid.Groups,
            grid.Modules,
            module > 0 ? grid[group, module - 1] : null,
            module < grid.Modules - 1 ? grid[group, module + 1] : null,
            [.. Enumerable.Range(0, grid.Groups).Where(s => s != group).Select(s => grid[s, module]).Order()]);
    }

    /// <summary>The minibatch whose forward sweep through a module is in a step, negative while there is
    /// none.</summary>
    public static int ForwardBatch(int step, int module) => step - module;

    /// <summary>The minibatch whose backward sweep is in a step, negative while there is none.</summary>
    public int BackwardBatch(int step, int module) => step - ((2 * (Modules - 1)) - module);
}
