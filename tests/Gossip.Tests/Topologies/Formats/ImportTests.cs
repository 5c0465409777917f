using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Topologies.Formats;
using Murmuration.Testing;

namespace Murmuration.Gossip.Tests.Topologies.Formats;

/// <summary>Several files as rounds, groups, numbers at links, and addresses.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Several_files_are_the_rounds_of_a_period()
    {
        var schedule = TopologyImport.Load(
            [_folder.Write("a.txt", "x y\n"), _folder.Write("b.dot", "graph { y -- z }")], new ImportOptions());

        Assert.Equal(2, schedule.Period);
        Assert.Equal(["x", "y", "z"], schedule.Agents.Select(agent => agent.Id));
        Assert.Equal(("x-y", "y-z"), (FormatFile.Links(schedule), FormatFile.Links(schedule, round: 3)));
    }

    [Fact]
    public void A_folder_holds_rounds_in_the_order_of_their_numbers()
    {
        foreach (var round in (int[])[10, 9, 2])
        {
            _folder.Write($"round-{round}.txt", $"a {round}\n");
        }

        _folder.Write(".hidden", "no network");
        var schedule = TopologyImport.Load([_folder.Path], new ImportOptions { RoundsEach = 5 });

        Assert.Equal(15, schedule.Period);
        Assert.Equal(
            ["a-2", "a-2", "a-9", "a-10"],
            ((int[])[0, 4, 5, 14]).Select(round => FormatFile.Links(schedule, round)));
    }

    [Fact]
    public void Our_own_static_files_keep_their_addresses_among_others()
    {
        var own = _folder.Write("own.json", """
            { "agents": [{ "id": "x", "address": "h:1" }, { "id": "y", "address": "h:2" }],
              "schedule": { "generator": "path" } }
            """);

        var schedule = TopologyImport.Load([own, own], new ImportOptions());
        var mixed = TopologyImport.Load([own, _folder.Write("a.txt", "y z\n")], new ImportOptions());

        Assert.True(schedule.HasAddresses);
        Assert.Equal(["h:1", "h:2"], schedule.Agents.Select(agent => agent.Address));
        Assert.False(mixed.HasAddresses);
    }

    [Fact]
    public void What_changes_already_cannot_be_put_together()
    {
        var own = _folder.Write("own.json", """{ "agents": 4, "schedule": { "generator": "onePeerExponential" } }""");

        var error = Assert.Throws<TopologyException>(() => TopologyImport.Load([own, own], new ImportOptions()));

        Assert.Contains("changes from round to round", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, TopologyImport.Load([own], new ImportOptions()).Period);
    }

    [Fact]
    public void One_way_and_two_way_files_do_not_mix()
    {
        string[] files =
            [_folder.Write("a.dot", "graph { a -- b }"), _folder.Write("b.dot", "digraph { a -> b -> a }")];

        var error = Assert.Throws<TopologyException>(() => TopologyImport.Load(files, new ImportOptions()));

        Assert.Contains("choose --directed or --undirected", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, TopologyImport.Load(files, new ImportOptions { Directed = false }).Period);
    }

    [Theory]
    [InlineData("a b\nb c\nc a\nd e\n", false, "a-b a-c b-c", "the largest group: 3 of 5 agents")]
    [InlineData("a b\nb a\nb c\nd d\n", true, "a>b b>a", "the largest group: 2 of 4 agents")]
    public void The_largest_group_may_be_taken_alone(string text, bool directed, string links, string notice)
    {
        var schedule = FormatFile.Load("net.txt", text, new() { LargestGroup = true, Directed = directed });

        Assert.Equal(links, FormatFile.Links(schedule));
        Assert.Contains(notice, schedule.Notices);
    }

    [Theory]
    [InlineData(LinkNumbers.Auto, "0.5 0.25", "0-1:0.5 1-2:0.25", "are taken for mixing weights")]
    [InlineData(LinkNumbers.Auto, "0.5 0.5", "0-1 1-2", "are no mixing weights and are left out")]
    [InlineData(LinkNumbers.Auto, "1 1", "0-1 1-2", null)]
    [InlineData(LinkNumbers.Ignore, "0.5 0.25", "0-1 1-2", null)]
    [InlineData(LinkNumbers.Mixing, "0.5 0.25", "0-1:0.5 1-2:0.25", null)]
    public void Numbers_at_links_are_mixing_weights_where_they_can_be(
        LinkNumbers numbers, string given, string links, string? notice)
    {
        var weights = given.Split(' ');
        var schedule = FormatFile.Load("net.txt", $"0 1 {weights[0]}\n1 2 {weights[1]}\n", new() { Numbers = numbers });

        Assert.Equal(links, FormatFile.Links(schedule));
        Assert.Equal(notice is null, schedule.Notices.Count == 0);
        Assert.All(schedule.Notices, one => Assert.EndsWith(notice!, one, StringComparison.Ordinal));
    }

    [Fact]
    public void Mixing_weights_that_leave_nothing_are_refused() => Assert.Contains(
        "keeps a weight above 0",
        FormatFile.Refused("net.txt", "0 1 0.5\n1 2 0.5\n", new() { Numbers = LinkNumbers.Mixing }),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{id}.lan:7700", "a0.lan:7700 a1.lan:7700")]
    [InlineData("10.0.0.{index+10}:7700", "10.0.0.10:7700 10.0.0.11:7700")]
    [InlineData("[fe80::{index+1}]:70{index}", "[fe80::1]:700 [fe80::2]:701")]
    public void A_pattern_gives_addresses(string pattern, string addresses)
    {
        var schedule = AddressList.FromPattern(TopologySchedule.Parse(Pair), pattern);

        Assert.Equal(addresses, string.Join(' ', schedule.Agents.Select(agent => agent.Address)));
        Assert.True(schedule.HasAddresses);
    }

    [Theory]
    [InlineData("a0,h:1\n", "no line for \"a1\"; a line is an id")]
    [InlineData("a0,h:1\nb1,h:2\n", "line 2: the network has no agent \"b1\"; did you mean \"a1\"?")]
    [InlineData("a0,h:1\na0,h:2\n", "line 2: \"a0\" stands here for the second time")]
    [InlineData("a0,h:1\na1,h:1\n", "gives \"a0\" and \"a1\" the same address h:1")]
    [InlineData("a0 h 1\n", "line 1: a line is an id and host:port")]
    [InlineData("a0 h\n", "line 1: \"h\" has no port")]
    [InlineData("a0 h:99999\n", "line 1: \"99999\" is no port")]
    public void Mistakes_in_address_lists_are_named(string text, string expected)
    {
        var path = _folder.Write("addresses.txt", text);
        var schedule = TopologySchedule.Parse(Pair);

        var error = Assert.Throws<TopologyException>(() => AddressList.FromFile(schedule, path));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New York|Los Angeles", "New-York|Los-Angeles")]
    [InlineData("a|a|a|a-2", "a|a-3|a-4|a-2")]
    [InlineData("São|Żółw|?|(x)|", "Sao|Zolw|a2|x|a4")]
    [InlineData("New York|New-York|New  York", "New-York-2|New-York|New-York-3")]
    [InlineData("-x|.y|_z|1.5", "x|y|z|1.5")]
    public void Labels_become_ids(string labels, string ids) =>
        Assert.Equal(ids, string.Join('|', AgentIds.Of(labels.Split('|'))));

    [Fact]
    public void Ids_are_valid_and_unlike_whatever_the_labels()
    {
        var chance = new Random(5);
        var labels = Enumerable.Range(0, 500).Select(_ => string.Concat(Enumerable.Range(0, chance.Next(80))
            .Select(_ => (char)chance.Next(' ', chance.Next(2) == 0 ? 'c' : '\u0400')))).ToList();

        var ids = AgentIds.Of([.. labels, .. labels]);

        Assert.All(ids, id => Assert.True(AgentIds.IsValid(id), id));
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    private const string Pair = """{ "agents": 2, "schedule": { "generator": "path" } }""";
}
