using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Topologies;

public class TopologyWriterTests
{
    public static TheoryData<string> Texts => new(
        """{ "name": "o \"x\" é", "agents": 8, "schedule": { "generator": "ring" } }""",
        """
        { "agents": 40, "weights": "maximumDegree",
          "schedule": { "generator": "erdosRenyi", "probability": 0.3, "seed": 4 } }
        """,
        """
        { "agents": 6, "weights": "laplacian",
          "schedule": { "generator": "randomRegular", "degree": 3, "everyRound": true } }
        """,
        """
        { "agents": 3, "directed": true,
          "schedule": { "links": ["a0-a1", "a1-a2", "a2-a0"], "linkUp": { "probability": 0.3 } } }
        """,
        """{ "agents": 3, "schedule": { "links": [["a2", "a0", 0.1], ["a0", "a1", 0.3333333333333333]] } }""",
        """
        { "agents": 3,
          "schedule": { "rounds": [ { "links": ["a0-a1"] }, { "links": [] }, { "links": ["a2-a1"] } ] } }
        """,
        """
        { "agents": [{ "id": "x", "address": "[::1]:80" }, "y"], "schedule": {
          "repeat": true,
          "intervals": [ { "from": 0, "to": 4, "links": [] }, { "from": 5, "to": 6, "links": ["x-y"] } ] } }
        """,
        """
        { "agents": 2, "schedule": {
          "intervals": [ { "from": 0, "to": 4, "links": [] }, { "from": 5, "links": ["a0-a1"] } ] } }
        """);

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_is_written_loads_back_equal(string text)
    {
        var schedule = TopologySchedule.Parse(text);

        var written = schedule.ToJson("first line\n\nlast line");
        var loaded = TopologySchedule.Parse(written);

        Assert.StartsWith("// first line\n//\n// last line\n{\n", written, StringComparison.Ordinal);
        Assert.Equal(written, loaded.ToJson("first line\n\nlast line"));
        Assert.Equal(schedule.Fingerprint, loaded.Fingerprint);
        Assert.Equal(schedule.Name, loaded.Name);
        Assert.Equal(schedule.Agents, loaded.Agents);
        Assert.All(
            Enumerable.Range(0, 20), round => Assert.Equal(schedule.MixingMatrix(round), loaded.MixingMatrix(round)));
    }

    [Fact]
    public void A_file_is_laid_out_for_people()
    {
        var schedule = TopologySchedule.Parse(
            """{ "name": "trio", "agents": 3, "schedule": { "rounds": [ { "generator": "ring" } ] } }""");

        Assert.Equal("""
            {
              "name": "trio",
              "agents": [
                { "id": "a0", "address": "127.0.0.1:7700" },
                { "id": "a1", "address": "127.0.0.1:7701" },
                { "id": "a2", "address": "127.0.0.1:7702" }
              ],
              "directed": false,
              "weights": "metropolis",
              "schedule": { "links": [["a0", "a1"], ["a0", "a2"], ["a1", "a2"]] }
            }

            """, schedule.ToJson());
    }

    [Fact]
    public void The_fingerprint_ignores_name_addresses_and_the_order_of_links()
    {
        var schedule = TopologySchedule.Parse("""{ "agents": 3, "schedule": { "generator": "path" } }""", "one");
        var same = TopologySchedule.Parse(
            """{ "name": "other", "agents": 3, "basePort": 9000, "schedule": { "links": [["a2", "a1"], "a0-a1"] } }""");

        Assert.Matches("^[0-9a-f]{64}$", schedule.Fingerprint);
        Assert.Equal(schedule.Fingerprint, same.Fingerprint);
    }

    [Theory]
    [InlineData("""{ "agents": ["a1", "a0", "a2"], "schedule": { "generator": "ring" } }""")]
    [InlineData("""{ "agents": ["a0", "a1", "b2"], "schedule": { "generator": "ring" } }""")]
    [InlineData("""{ "agents": 3, "directed": true, "schedule": { "generator": "ring" } }""")]
    [InlineData("""{ "agents": 3, "weights": "maximumDegree", "schedule": { "generator": "ring" } }""")]
    [InlineData("""{ "agents": 3, "schedule": { "generator": "path" } }""")]
    [InlineData("""{ "agents": 3, "schedule": { "generator": "ring", "linkUp": { "probability": 0.5 } } }""")]
    public void The_fingerprint_tells_what_matters(string text) => Assert.NotEqual(
        TopologySchedule.Parse("""{ "agents": 3, "schedule": { "generator": "ring" } }""").Fingerprint,
        TopologySchedule.Parse(text).Fingerprint, StringComparer.Ordinal);

    [Fact]
    public void Other_addresses_change_nothing_else()
    {
        var schedule = TopologySchedule.Parse("""{ "agents": 3, "schedule": { "generator": "ring" } }""");

        var moved = schedule.WithAddresses(
            [.. schedule.Agents.Select(agent => agent with { Host = "10.0.0.9", Port = 0 })]);

        Assert.Equal("10.0.0.9:0", moved.Agents[2].Address);
        Assert.Equal(schedule.Fingerprint, moved.Fingerprint);
        Assert.Throws<TopologyException>(() => schedule.WithAddresses(AgentAddress.Loopback(2)));
    }
}
