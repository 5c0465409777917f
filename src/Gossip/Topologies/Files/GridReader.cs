using System.Collections.Immutable;
using Murmuration.Gossip.Topologies.Schedules;

namespace Murmuration.Gossip.Topologies.Files;

/// <summary>Reads <c>grid</c>: one row of agents per data group, their modules in order.</summary>
internal sealed class GridReader(JsonFile file, IReadOnlyList<AgentAddress> agents, bool directed)
{
    private readonly string[] _ids = [.. agents.Select(agent => agent.Id)];
    private readonly Dictionary<int, JsonItem> _places = [];

    public AgentGrid Read(JsonItem item, ILinkSchedule links)
    {
        if (directed)
        {
            throw file.Problem(item, "needs links both ways; leave \"directed\" out.");
        }

        var rows = file.List(item).Select(ReadRow).ToList();
        if (rows.Count == 0 || rows[0].Length == 0)
        {
            throw file.Problem(item, "is empty; give one row of agents per data group, such as [[\"a0\", \"a1\"]].");
        }

        RequireSameLength(item, rows);
        var missing = Enumerable.Range(0, _ids.Length).FirstOrDefault(agent => !_places.ContainsKey(agent), -1);
        if (missing >= 0)
        {
            throw file.Problem(item, $"\"{_ids[missing]}\" has no place in it; every agent holds one module.");
        }

        var grid = new AgentGrid(rows);
        RequireChains(grid, links);
        RequireGroups(item, grid, links);
        return grid;
    }

    private ImmutableArray<int> ReadRow(JsonItem row) => [.. file.List(row).Select(ReadAgent)];

    private int ReadAgent(JsonItem item)
    {
        var id = file.String(item);
        var agent = Array.IndexOf(_ids, id);
        if (agent < 0)
        {
            throw file.Problem(item, $"unknown agent {item.KindName}; {NearestName.Hint(id, _ids)}");
        }

        return _places.TryAdd(agent, item) ? agent : throw file.Problem(item,
            $"\"{id}\" stands in the grid already as {_places[agent].Path}; every agent holds one module.");
    }

    private void RequireSameLength(JsonItem item, List<ImmutableArray<int>> rows)
    {
        for (var group = 1; group < rows.Count; group++)
        {
            if (rows[group].Length != rows[0].Length)
            {
                throw file.Problem(item.Items[group],
                    $"has {rows[group].Length} agents, and grid[0] has {rows[0].Length}; "
                    + "every data group holds the same modules.");
            }
        }
    }

    private void RequireChains(AgentGrid grid, ILinkSchedule links)
    {
        var pairs = links.LastingLinks().Select(link => (link.From, link.To)).ToHashSet();
        foreach (var (from, to) in grid.ChainPairs())
        {
            if (!pairs.Contains((Math.Min(from, to), Math.Max(from, to))))
            {
                throw file.Problem(_places[to],
                    $"no link joins \"{_ids[from]}\" and \"{_ids[to]}\", which hold modules that follow each other; "
                    + "add one to the schedule.");
            }
        }
    }

    private void RequireGroups(JsonItem item, AgentGrid grid, ILinkSchedule links)
    {
        var within = links.LastingLinks().Where(link => grid.HoldSameModule(link.From, link.To)).ToLookup(
            link => grid.PlaceOf(link.From).Module,
            link => new Link(grid.PlaceOf(link.From).Group, grid.PlaceOf(link.To).Group));
        for (var module = 0; module < grid.Modules; module++)
        {
            var group = new Connectivity(grid.Groups, directed: false, [.. within[module]]);
            if (group.FindGap() is { } gap)
            {
                var (first, other) = (_ids[grid[0, module]], _ids[grid[gap.Agents[0], module]]);
                throw file.Problem(item,
                    $"no path joins \"{first}\" and \"{other}\" by links between agents that hold module {module}, so "
                    + "that they could never agree; add links.");
            }
        }
    }
}
