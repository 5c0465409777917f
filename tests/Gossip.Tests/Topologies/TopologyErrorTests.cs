using System.IO.Pipes;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

/// <summary>Each mistake is refused with the line or the element at fault and with what to do about it.</summary>
public class TopologyErrorTests
{
    [Theory]
    [InlineData("", "bad.json: the file is empty")]
    [InlineData("{\n \"agents\" 3 }", "line 2: column 11: not JSON")]
    [InlineData("[3]", "line 1: must be an object")]
    [InlineData("""{ "agents": 3 }""", "\"schedule\" is missing")]
    [InlineData("""{ "schedule": { "generator": "ring" } }""", "\"agents\" is missing")]
    [InlineData("{ \"agents\": 3,\n \"shedule\": {} }", "line 2: shedule: unknown key; did you mean \"schedule\"?")]
    [InlineData("{ \"agents\": 3,\n \"agents\": 3 }", "line 2: agents: this key stands here for the second time")]
    [InlineData("""{ "name": "", "agents": 3, "schedule": { "generator": "ring" } }""",
        "name: a name has 1 to 200 characters")]
    [InlineData("""{ "agents": 3, "directed": 1, "schedule": { "generator": "ring" } }""",
        "directed: must be true or false, and is 1")]
    public void The_file_as_a_whole(string text, string expected) => AssertRefused(text, expected);

    [Theory]
    [InlineData("0", "agents: must be a whole number from 1 to 10000, and is 0")]
    [InlineData("2.5", "agents: must be a whole number")]
    [InlineData("10001", "agents: must be a whole number from 1 to 10000")]
    [InlineData("[]", "agents: 0 agents; a network has 1 to 10000")]
    [InlineData("\"a0\"", "agents: must be a list")]
    [InlineData("""["a0", 7]""", "agents[1]: must be an object with id, address, position, and is 7")]
    [InlineData("""["a0", "a b"]""", "agents[1]: the text \"a b\" is no agent id")]
    [InlineData("""["a0", "a1", "a0"]""", "agents[2]: the id \"a0\" is taken already by agents[0]")]
    [InlineData("""[{ "id": "a0", "adress": "h:1" }]""", "agents[0].adress: unknown key; did you mean \"address\"?")]
    [InlineData("""[{ "address": "h:1" }]""", "agents[0]: \"id\" is missing")]
    [InlineData("""[{ "id": "a0", "address": "host" }]""", "agents[0].address: \"host\" has no port; write host:port")]
    [InlineData("""[{ "id": "a0", "address": "host:0" }]""", "\"0\" is no port; a port is a number from 1 to 65535")]
    [InlineData("""[{ "id": "a0", "address": "host:65536" }]""", "\"65536\" is no port")]
    [InlineData("""[{ "id": "a0", "address": "ho st:1" }]""", "\"ho st\" is no host name")]
    [InlineData("""[{ "id": "a0", "address": ":7700" }]""", "\"\" is no host name")]
    [InlineData("""[{ "id": "a0", "address": "::1:7700" }]""", "brackets belong around an IPv6 address")]
    [InlineData("""[{ "id": "a", "address": "h:1" }, { "id": "b", "address": "H:1" }]""",
        "agents[1]: the address \"H:1\" is taken already")]
    public void Agents(string agents, string expected)
        => AssertRefused($$"""{ "agents": {{agents}}, "schedule": { "generator": "complete" } }""", expected);

    [Fact]
    public void Ports_above_the_last_one()
        => AssertRefused(
            """{ "agents": 3, "basePort": 65534, "schedule": { "generator": "ring" } }""", "lower basePort");

    [Theory]
    [InlineData("""{ }""", "schedule: has no links; give one of links, generator, rounds, intervals")]
    [InlineData("""[]""", "schedule: must be an object")]
    [InlineData("""{ "links": [], "rounds": [] }""", "schedule: has both links and rounds; keep one")]
    [InlineData("""{ "links": [["a0", "a9"]] }""", "schedule.links[0][1]: unknown agent the text \"a9\"; did you mean")]
    [InlineData("""{ "links": ["a0-b1"] }""", "schedule.links[0]: unknown agent \"b1\"; did you mean \"a1\"?")]
    [InlineData("""{ "links": ["a0"] }""", "schedule.links[0]: the text \"a0\" is no pair of agents")]
    [InlineData("""{ "links": [["a0"]] }""", "schedule.links[0]: a link is [\"a0\", \"a1\"]")]
    [InlineData("""{ "links": [["a0", 1]] }""", "schedule.links[0][1]: must be a text in quotes, and is 1")]
    [InlineData("""{ "links": ["a0-a1", "a1-a1"] }""", "schedule.links[1]: links \"a1\" to itself")]
    [InlineData("""{ "links": ["a0-a1", ["a1", "a0"]] }""", "already as schedule.links[0]; keep one")]
    [InlineData("""{ "links": ["a0-a1"], "extra": 1 }""", "schedule.extra: unknown key; there are links, linkUp.")]
    [InlineData("""{ "links": ["a0-a1"] }""",
        "schedule: the network falls apart: no path, over all rounds, joins the 2 groups (\"a0\", \"a1\"), (\"a2\"). "
            + "Add links, such as [\"a0\", \"a2\"].")]
    [InlineData("""{ "rounds": [] }""", "schedule.rounds: is empty")]
    [InlineData("""{ "rounds": [ { "link": [] } ] }""", "schedule.rounds[0]: has no links")]
    [InlineData("""{ "period": 2, "rounds": [ { "links": [] } ] }""", "schedule.period: is 2, but rounds has 1")]
    [InlineData("""{ "rounds": [ { "links": ["a0-a1"] }, { "links": ["a0-x"] } ] }""",
        "schedule.rounds[1].links[0]: unknown agent \"x\"")]
    [InlineData("""{ "linkUp": { "probability": 0 }, "generator": "ring" }""",
        "schedule.linkUp.probability: a probability lies above 0")]
    [InlineData("""{ "linkUp": { "seed": 1 }, "generator": "ring" }""", "schedule.linkUp: \"probability\" is missing")]
    [InlineData("""{ "linkUp": { "probability": 0.5, "sed": 1 }, "generator": "ring" }""",
        "linkUp.sed: unknown key; did you mean \"seed\"?")]
    public void Links(string schedule, string expected)
        => AssertRefused($$"""{ "agents": 3, "schedule": {{schedule}} }""", expected);

    [Theory]
    [InlineData("""{ "generator": "rign" }""",
        "schedule.generator: unknown generator \"rign\"; did you mean \"ring\"?")]
    [InlineData("""{ "generator": "ring", "probability": 0.5 }""", "schedule.probability: unknown key")]
    [InlineData("""{ "generator": "grid", "rows": 4 }""", "schedule.rows: 4 rows of 1 agents do not make the 6 agents")]
    [InlineData("""{ "generator": "torus", "columns": 4 }""", "schedule.columns: 1 rows of 4 agents")]
    [InlineData("""{ "generator": "erdosRenyi" }""", "schedule: \"probability\" is missing")]
    [InlineData("""{ "generator": "erdosRenyi", "probability": 1.5 }""",
        "schedule.probability: a probability lies above 0")]
    [InlineData("""{ "generator": "erdosRenyi", "probability": 1e-6 }""",
        "schedule.generator: none of 1000 draws is connected")]
    [InlineData("""{ "generator": "randomRegular", "degree": 6 }""",
        "schedule.degree: with 6 agents a degree lies from 1 to 5")]
    [InlineData("""{ "generator": "randomRegular", "degree": 1 }""",
        "schedule.generator: none of 1000 draws is connected")]
    [InlineData("""{ "rounds": [ { "generator": "erdosRenyi", "probability": 1, "everyRound": true } ] }""",
        "rounds[0].everyRound: draws anew")]
    public void Generators(string schedule, string expected)
        => AssertRefused($$"""{ "agents": 6, "schedule": {{schedule}} }""", expected);

    [Fact]
    public void An_odd_number_of_link_ends()
        => AssertRefused("""{ "agents": 5, "schedule": { "generator": "randomRegular", "degree": 3 } }""",
            "odd number of link ends");

    [Fact]
    public void More_links_than_allowed()
        => AssertRefused(
            """{ "agents": 10000, "schedule": { "generator": "complete" } }""", "49995000 links between 10000 agents");

    [Theory]
    [InlineData("""{ "from": 1, "links": ["a0-a1"] }""",
        "intervals[0].from: is 1; the first interval begins with round 0")]
    [InlineData("""{ "from": 0, "to": 9, "links": ["a0-a1"] }""",
        "intervals[0].to: nothing is said about the rounds after 9")]
    [InlineData("""{ "from": 0, "to": 9, "links": [] }, { "from": 12, "links": [] }""",
        "intervals[1].from: is 12, which leaves a gap: round 10")]
    [InlineData("""{ "from": 0, "to": 9, "links": [] }, { "from": 9, "links": [] }""",
        "intervals[1].from: is 9, which overlaps")]
    [InlineData("""{ "from": 0, "links": [] }, { "from": 9, "links": [] }""",
        "intervals[0]: \"to\" is missing; only the last")]
    [InlineData("""{ "from": 0, "to": -1, "links": [] }, { "from": 9, "links": [] }""",
        "intervals[0].to: must be a whole number from 0")]
    [InlineData("""{ "to": 9, "links": [] }""", "intervals[0]: \"from\" is missing")]
    [InlineData("""{ "from": 0, "to": 9, "links": ["a0-a1"] }, { "from": 10, "links": [] }""",
        "the network falls apart")]
    public void Intervals(string intervals, string expected)
        => AssertRefused($$"""{ "agents": 2, "schedule": { "intervals": [ {{intervals}} ] } }""", expected);

    [Theory]
    [InlineData("\"metropolis\"", "true",
        "weights: \"metropolis\" weights are doubly stochastic only on undirected links")]
    [InlineData("\"push\"", "false", "weights: \"push\" weights are for directed schedules")]
    [InlineData("\"metropoli\"", "false", "weights: unknown weights \"metropoli\"; did you mean \"metropolis\"?")]
    [InlineData("{ \"laplacian\": 0.5 }", "false",
        "weights.laplacian: 0.5 breaks stochasticity: the agent with 2 neighbours")]
    [InlineData("{ \"laplacian\": -1 }", "false", "weights.laplacian: -1 breaks stochasticity")]
    [InlineData("{ \"laplace\": 0.1 }", "false", "weights.laplace: unknown key; did you mean \"laplacian\"?")]
    [InlineData("\"explicit\"", "false", "schedule: a generator gives its links no weights")]
    public void Weights(string weights, string directed, string expected) => AssertRefused(
        $$"""{ "agents": 3, "directed": {{directed}}, "weights": {{weights}}, "schedule": { "generator": "ring" } }""",
        expected);

    [Theory]
    [InlineData("""["a0", "a1", 0.5], ["a1", "a2", 0.6]""",
        "schedule: the weights of the links of \"a1\" alone sum to 1.1 in row 1")]
    [InlineData("""["a0", "a1", 0.5], ["a1", "a2", 0.5]""", "sum to 1 in row 1 of the mixing matrix; lower them")]
    [InlineData("""["a0", "a1", 0.5], ["a1", "a2"]""", "schedule.links[1]: carries no weight")]
    [InlineData("""["a0", "a1", 0], ["a1", "a2", 0.5]""",
        "schedule.links[0][2]: the weight of a link lies between 0 and 1")]
    [InlineData("""["a0", "a1", "x"]""", "schedule.links[0][2]: must be a number, and is the text \"x\"")]
    public void Explicit_weights(string links, string expected)
    {
        AssertRefused($$"""{ "agents": 3, "schedule": { "links": [ {{links}} ] } }""", expected);
        AssertRefused(
            $$"""{ "agents": 3, "schedule": { "links": [ {{links}} ], "linkUp": { "probability": 0.1 } } }""",
            expected);
    }

    [Fact]
    public void A_weight_on_a_link_contradicts_another_rule() => AssertRefused(
        """{ "agents": 2, "weights": "metropolis", "schedule": { "links": [["a0", "a1", 0.5]] } }""",
        "schedule.links[0]: carries a weight, but \"weights\" is \"metropolis\"");

    [Theory]
    [InlineData("""["a0", "a1"], ["a1", "a0"]""", "nothing \"a0\" sends ever reaches \"a2\"")]
    [InlineData("""["a0", "a1"], ["a1", "a0"], ["a2", "a0"]""", "nothing \"a0\" sends ever reaches \"a2\"")]
    [InlineData("""["a0", "a1"], ["a1", "a0"], ["a0", "a2"]""", "nothing \"a2\" send ever reaches \"a0\"")]
    public void Directed_links_that_do_not_lead_everywhere(string links, string expected)
        => AssertRefused($$"""{ "agents": 3, "directed": true, "schedule": { "links": [ {{links}} ] } }""", expected);

    [Fact]
    public void The_line_of_the_link_is_named()
    {
        var error = Assert.Throws<TopologyException>(() => TopologySchedule.Parse(
            "{\n // 3\n \"agents\": 3,\n \"schedule\": { \"links\": [\n \"a0-a1\",\n \"a0-a7\",\n ] } }",
                "office.json"));

        Assert.Equal((6, "schedule.links[1]", "office.json"), (error.Line, error.Element, error.SourceName));
        Assert.StartsWith(
            "office.json, line 6: schedule.links[1]: unknown agent \"a7\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/nowhere/at/all.json")]
    public void A_missing_file(string path) => Assert.DoesNotContain(
        '\n', Assert.Throws<TopologyException>(() => TopologySchedule.Load(path)).Message);

    [Fact]
    public void A_file_that_is_not_Unicode()
    {
        var path = Path.Combine(Path.GetTempPath(), $"topology-{Guid.NewGuid():N}.json");
        File.WriteAllBytes(path, [.. "{\n \"name\": \""u8, 0xFF, .. "\" }"u8]);
        try
        {
            var error = Assert.Throws<TopologyException>(() => TopologySchedule.Load(path));
            Assert.Equal(2, error.Line);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Ten_thousand_agents_and_a_hundred_thousand_links_are_read()
    {
        var links = string.Join(
            ",", Enumerable.Range(0, 100_000).Select(i => $"[\"a{i / 10}\",\"a{(i / 10 + 1 + i % 10) % 10_000}\"]"));

        var schedule = TopologySchedule.Parse($$"""{ "agents": 10000, "schedule": { "links": [{{links}}] } }""");

        Assert.Equal(20, schedule.At(0, 5000).InNeighbours.Length);
    }

    [Fact]
    public void Deep_nesting_is_refused()
        => AssertRefused(new string('[', 100_000), "not JSON");

    [Fact]
    public void Cut_anywhere_the_text_is_refused_and_nothing_else_happens()
    {
        const string Whole = """
            { "name": "x", "agents": [{"id": "é", "address": "h:1"}], // é
              "schedule": { "intervals": [ {"from": 0, "links": []} ], "linkUp": {"probability": 5e-1} } }
            """;
        for (var length = 0; length < Whole.Length - 1; length++)
            Assert.Throws<TopologyException>(() => TopologySchedule.Parse(Whole[..length]));
    }

    [Fact]
    public void A_pipe_is_refused()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("needs /proc");
        }

        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        var error = Assert.Throws<TopologyException>(() => TopologySchedule.Load(path));
        Assert.Contains("cannot read the topology file", error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string text, string expected)
    {
        var error = Assert.Throws<TopologyException>(() => TopologySchedule.Parse(text, "bad.json"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
