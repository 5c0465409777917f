using System.Text.Json;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

/// <summary>networkx and Graphviz read what we write, and we read what they write.</summary>
public sealed class ForeignProgramTests : IDisposable
{
    private const string ReadAll =
        """
        import csv, json, os, sys
        import networkx as nx
        folder = sys.argv[1]
        def table(path, kind):
            rows = list(csv.reader(open(path)))
            graph = kind()
            graph.add_nodes_from(rows[0][1:])
            for row in rows[1:]:
                for name, value in zip(rows[0][1:], row[1:]):
                    if float(value) != 0:
                        graph.add_edge(row[0], name, weight=float(value))
            return graph
        def edges(path, kind):
            lines = open(path).read().split('\n')
            graph = kind()
            graph.add_nodes_from(range(int(lines[0])))
            return nx.parse_edgelist(lines[1:], nodetype=int, create_using=kind)
        def listed(path, kind):
            weighted = any(len(line.split()) == 3 for line in open(path) if line[0] != '#')
            return nx.read_edgelist(path, create_using=kind, data=(('weight', float),) if weighted else True)
        result = {}
        for name in sorted(os.listdir(folder)):
            path, form = os.path.join(folder, name), name.split('.')[-1]
            kind = nx.DiGraph if name.startswith('directed') else nx.Graph
            graph = {
                'edgelist': lambda: listed(path, kind),
                'edges': lambda: edges(path, kind),
                'adjacency': lambda: table(path, kind),
                'nodelink': lambda: nx.node_link_graph(json.load(open(path)), edges='links')
                    if 'edges' in nx.node_link_graph.__kwdefaults__ else nx.node_link_graph(json.load(open(path))),
                'graphml': lambda: nx.read_graphml(path),
                'gml': lambda: nx.read_gml(path),
            }[form]()
            assert graph.is_directed() == name.startswith('directed'), name
            result[name] = sorted(
                sorted([str(u), str(v)]) + [d.get('weight', 1)] if not graph.is_directed()
                else [str(u), str(v), d.get('weight', 1)] for u, v, d in graph.edges(data=True))
        print(json.dumps(result))
        """;

    private const string WriteAll =
        """
        import json, os, sys
        import networkx as nx
        folder = sys.argv[1]
        def save(name, graph):
            path = lambda form: os.path.join(folder, name + '.' + form)
            nx.write_graphml(graph, path('graphml'))
            nx.write_gml(graph, path('gml'))
            nx.write_edgelist(graph, path('edgelist'))
            nx.write_weighted_edgelist(graph, path('weighted.edgelist'))
            for key in ('links', 'edges'):
                data = nx.node_link_data(graph, edges=key) if 'edges' in nx.node_link_data.__kwdefaults__ \
                    else nx.node_link_data(graph)
                json.dump(data, open(path(key + '.json'), 'w'))
        karate = nx.karate_club_graph()
        for _, _, data in karate.edges(data=True):
            data.clear()
        ring = nx.DiGraph(nx.cycle_graph(9, create_using=nx.DiGraph))
        ring.add_edge(3, 7)
        multi = nx.MultiGraph([(0, 1), (0, 1), (1, 2), (2, 2)])
        grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(3, 4))
        save('karate', karate)
        save('directed', ring)
        save('multi', multi)
        save('grid', grid)
        graphs = {'karate': karate, 'directed': ring, 'multi': multi, 'grid': grid}
        print(json.dumps({name: sorted({(u, v) if g.is_directed() else (min(u, v), max(u, v))
                                        for u, v in g.edges() if u != v}) for name, g in graphs.items()}))
        """;

    private static readonly Dictionary<string, string> Networks = new(StringComparer.Ordinal)
    {
        ["ring"] = """{ "agents": 8, "schedule": { "generator": "ring" } }""",
        ["drawn"] = """{ "agents": 40, "schedule": { "generator": "erdosRenyi", "probability": 0.2 } }""",
        ["directed"] = """{ "agents": 9, "directed": true, "schedule": { "generator": "torus" } }""",
        ["weighted"] =
            """{ "agents": 3, "schedule": { "links": [["a2", "a0", 0.125], ["a0", "a1", 0.3333333333333333]] } }""",
        ["placed"] = """
            { "name": "x & \"y\"", "agents": [{ "id": "b", "position": [-122.3, 47.6] }, "a"],
              "schedule": { "generator": "path" } }
            """,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_we_write_networkx_reads()
    {
        string[] formats = [.. TopologyImport.FormatNames.Except(["json", "dot"])];
        foreach (var (name, text) in Networks)
        {
            foreach (var format in formats)
            {
                _folder.Write(
                    $"{name}.{format}", TopologyExport.Write(TopologySchedule.Parse(text), format, null, null).Text);
            }
        }

        var read = JsonDocument.Parse(Python(ReadAll)).RootElement;
        foreach (var (name, text) in Networks)
        {
            var schedule = TopologySchedule.Parse(text);
            foreach (var format in formats)
            {
                Assert.Equal(Links(schedule, format), Links(read.GetProperty($"{name}.{format}")));
            }
        }
    }

    [Fact]
    public void What_networkx_writes_we_read()
    {
        var written = JsonDocument.Parse(Python(WriteAll)).RootElement;
        var files = Directory.GetFiles(_folder.Path);
        Assert.Equal(24, files.Length);
        foreach (var path in files)
        {
            var name = Path.GetFileName(path).Split('.')[0];
            var isSilent = name == "directed" && path.EndsWith("edgelist", StringComparison.Ordinal);
            var schedule = TopologyImport.Load([path], new ImportOptions { Directed = isSilent ? true : null });
            var links = schedule.LinksAt(0).Select(
                link => $"{schedule.Agents[link.From].Id} {schedule.Agents[link.To].Id}");
            var expected = written.GetProperty(name).EnumerateArray().Select(pair => $"{pair[0]} {pair[1]}");

            Assert.Equal(name == "directed", schedule.Directed);
            Assert.Equal(expected.Order(StringComparer.Ordinal), links.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void What_we_write_Graphviz_draws_and_what_it_writes_we_read()
    {
        Assert.SkipWhen(Tool.Run("dot", "-V") is null, "Graphviz is not here");
        foreach (var (name, text) in Networks)
        {
            var schedule = TopologySchedule.Parse(text);
            var path = _folder.Write($"{name}.dot", TopologyExport.Write(schedule, "dot", null, null).Text);

            var plain = Tool.Run("dot", "-Tplain", path)!.Split('\n');
            Assert.Equal(
                schedule.Agents.Count, plain.Count(line => line.StartsWith("node ", StringComparison.Ordinal)));
            Assert.Equal(
                schedule.LinksAt(0).Count, plain.Count(line => line.StartsWith("edge ", StringComparison.Ordinal)));

            var drawn = TopologySchedule.Load(_folder.Write("drawn.dot", Tool.Run("dot", "-Tdot", path)!));
            Assert.Equal(Links(schedule, "dot"), Links(drawn, "dot"));
            Assert.All(drawn.Agents, agent => Assert.NotNull(agent.Position));
        }
    }

    private string Python(string script)
    {
        Assert.SkipWhen(Tool.Run("python3", "-c", "import networkx") is null, "networkx for Python is not here");
        using var scripts = new TemporaryFolder();
        return Tool.Run("python3", scripts.Write("script.py", script), _folder.Path)
            ?? throw new InvalidOperationException("the script failed; its errors stand above");
    }

    private static List<string> Links(TopologySchedule schedule, string format) =>
        [.. schedule.LinksAt(0).Select(link =>
        {
            string[] ends = format == "edges"
                ? [$"{link.From}", $"{link.To}"]
                : [schedule.Agents[link.From].Id, schedule.Agents[link.To].Id];
            var weight = format == "edges" ? 1 : link.Weight ?? 1;
            return $"{Pair(ends, schedule.Directed)} {NumberText.Of(weight)}";
        }).Order(StringComparer.Ordinal)];

    private static string Pair(string[] ends, bool directed) =>
        string.Join(' ', directed ? ends : [.. ends.Order(StringComparer.Ordinal)]);

    private static List<string> Links(JsonElement links) => [.. links.EnumerateArray()
        .Select(link => $"{link[0]} {link[1]} {NumberText.Of(link[2].GetDouble())}").Order(StringComparer.Ordinal)];
}
