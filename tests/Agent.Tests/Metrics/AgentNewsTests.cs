using System.Text;
using Murmuration.Agent.Metrics;
using Murmuration.Gossip.Exchange;
using Murmuration.Gossip.Topologies;
using Murmuration.Gossip.Transport;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Metrics;

/// <summary>What an agent tells everybody, and what that says of the network.</summary>
public sealed class AgentNewsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void News_fit_a_bulletin_record_and_come_back()
    {
        var news = Longest();
        var bytes = news.ToBytes();
        Assert.InRange(bytes.Length, 1, AgentNews.MostBytes);
        var read = AgentNews.TryRead(bytes)!;
        Assert.Equal(Plain(news), Plain(read));
        Assert.Equal(news.TrackingSketch, read.TrackingSketch!);
        Assert.Equal(news.StationaritySketch, read.StationaritySketch!);
        Assert.Equal(new LinkNews(1, LinkState.Suspended, 1L << 50, 1L << 51, 1 / 3.0), Assert.Single(read.Links!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"rows\":1,\"links\":[null]}")]
    [InlineData("{\"rows\":1,\"links\":[{\"to\":1,\"state\":\"Sideways\"}]}")]
    public void News_that_make_no_sense_are_none(string text) =>
        Assert.Null(AgentNews.TryRead(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Links_to_agents_that_do_not_exist_are_passed_over()
    {
        var snapshot = Snapshots.Ring(3);
        var news = snapshot.Agents[0].News! with
        {
            Links = [new(-1, LinkState.Up, 1, 1), new(99, LinkState.Up, 1, 1), new(0, LinkState.Up, 1, 1)],
        };
        var links = LinkPair.Of(snapshot with { Agents = [snapshot.Agents[0] with { News = news }] });
        Assert.Empty(links);
    }

    [Fact]
    public async Task The_hub_of_a_star_of_1000_tells_of_the_links_that_are_not_up()
    {
        File.WriteAllText(_folder.File("t.json"), """{ "agents": 1000, "schedule": { "generator": "star" } }""");
        var network = InMemoryNetwork.Create(TopologySchedule.Load(_folder.File("t.json")), 1, 0);
        await network[998].LeaveAsync(isForGood: false);
        var links = new LinkReader(network[0]).Read(AgentNews.MostLinks);
        Assert.Equal(AgentNews.MostLinks, links.Count);
        Assert.Equal((998, LinkState.Closed), (links[0].To, links[0].State));
        Assert.Equal((1, LinkState.Up), (links[1].To, links[1].State));
        links = [.. links.Select(link => link with { BytesSent = 1L << 60 })];
        var bytes = (Longest() with { Links = links }).ToBytes();
        Assert.InRange(bytes.Length, AgentNews.MostBytes - 200, AgentNews.MostBytes);
        Assert.Equal(998, AgentNews.TryRead(bytes)!.Links![0].To);
        network[0].Publish(0, bytes);
        await Task.WhenAll(network.Select(exchange => exchange.DisposeAsync().AsTask()));
    }

    [Fact]
    public void Sketches_add_up_only_where_all_members_tell_of_one_round()
    {
        KnownAgent[] agents = [Known("a", 8, 1), Known("b", 8, -1)];
        var totals = NetworkTotals.Of(agents, rounds: 40);
        Assert.Equal((2, 10, 8, 0.0), (totals.Members, totals.Round, totals.SketchRound, totals.TrackingDefect));
        Assert.Equal((6.0, 1.0, 60.0), (totals.Cost, totals.Stationarity!.Value, totals.SecondsLeft));
        var later = NetworkTotals.Of([agents[0], Known("b", 16, -1)], rounds: 40);
        Assert.Null(later.TrackingDefect);
        Assert.Equal(8, later.After(totals).SketchRound);
        var gone = agents[1] with { Status = nameof(AgentStatus.Departed) };
        Assert.Equal(1 / 2.0, NetworkTotals.Of([agents[0], gone], rounds: 40).TrackingDefect);
    }

    [Fact]
    public void All_agents_choose_the_same_rounds_to_tell_sketches_of()
    {
        var rounds = new SketchRounds(lastRound: 1000, evaluateEvery: 7);
        Assert.Null(rounds.Newest);
        List<int> chosen = [];
        for (var round = 0; round <= 1000; round++)
        {
            var isDue = rounds.IsDue(round, 0.07 * round);
            Assert.Equal(isDue, round % 7 == 0 || round % 64 == 0 || round == 1000);
            rounds.Note(new() { Agent = "a", Round = round, Seconds = 0.07 * round, Cost = 1, Penalty = 0 });
            if (rounds.Newest!.Round == round)
            {
                chosen.Add(round);
            }
        }

        Assert.Equal([.. Enumerable.Range(0, 16).Select(k => 64 * k), 1000], chosen);
    }

    private static AgentNews Plain(AgentNews news) =>
        news with { TrackingSketch = null, StationaritySketch = null, Links = null };

    private static AgentNews Longest()
    {
        double[] sketch = [.. Enumerable.Range(1, CountSketch.BucketCount).Select(k => -1.0 / (3 * k * 1e9))];
        var metrics = new RoundMetrics
        {
            Agent = "a0",
            Round = int.MaxValue,
            Seconds = 1e9 / 3,
            Cost = Math.PI * 1e-9,
            Penalty = 0,
            TestCost = 1 / 7.0,
            TestAccuracy = 1.0 / 3,
            Disagreement = Math.E * 1e-7,
            GradientNorm = 1 / 7e9,
            Stationarity = 1 / 3e9,
            TrackingSketch = sketch,
            StationaritySketch = [.. sketch.Select(x => (float)x)],
            SecondsComputing = 1e7 / 3,
            SecondsWaiting = 1e7 / 3,
            BytesSent = 1L << 60,
            BytesReceived = 1L << 60,
            Staleness = int.MaxValue,
            SuspendedLinks = 12,
            Links = [new(1, LinkState.Suspended, 1L << 50, 1L << 51, 1 / 3.0)],
        };
        var news = AgentNews.Of(metrics, 1L << 40, 1000).WithSketches(metrics);
        Assert.All(news.TrackingSketch!.Zip(sketch), pair => Assert.Equal(pair.Second, pair.First, 1e-8 * 1e-9));
        return news;
    }

    private static KnownAgent Known(string id, int sketchRound, double sketch) => new(
        id,
        nameof(AgentStatus.Present),
        Round: 10,
        Incarnation: 1,
        new(
            Rows: 1,
            Cost: 3,
            GradientNorm: 2,
            TrackingSketch: [sketch, .. new double[CountSketch.BucketCount - 1]],
            Seconds: 10,
            FirstRound: 5,
            SketchRound: sketchRound,
            StationaritySketch: [1, .. new float[CountSketch.BucketCount - 1]]));
}
