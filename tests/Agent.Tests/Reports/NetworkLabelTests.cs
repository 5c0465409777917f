using Murmuration.Agent.Reports.Drawing;
using Murmuration.Gossip.Topologies;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Reports;

public class NetworkLabelTests
{
    private const double Width = 400;
    private const double Radius = 8;

    [Fact]
    public void Labels_cover_neither_agents_nor_each_other_where_there_is_room()
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        foreach (var path in Directory.GetFiles(Path.Combine(SourceTree.Root, "topologies"), "*.json"))
        {
            var schedule = TopologySchedule.Load(path);
            var (labels, places) = Place(schedule);
            Assert.All(labels.Index(), one =>
            {
                Assert.DoesNotContain(labels.Where(other => other != one.Item), one.Item.Covers);
                Assert.DoesNotContain(places, place => one.Item.Covers(place, Radius));
            });
        }
    }

    [Fact]
    public void Labels_that_find_no_room_stand_on_their_best_side()
    {
        var agents = string.Join(", ", Enumerable.Range(0, 9).Select(k => $$"""{ "id": "a-long-name-{{k}}" }"""));
        var schedule = TopologySchedule.Parse(
            $$"""{ "agents": [{{agents}}], "schedule": { "generator": "mobile", "range": 1, "speed": 0.1 } }""");

        Assert.Equal(9, Place(schedule).Labels.Count);
    }

    [Theory]
    [InlineData(1, 0, "start", 111.9, 171.9)]
    [InlineData(-1, 0, "end", 28.1, 88.1)]
    [InlineData(0, -1, "middle", 70, 130)]
    public void A_label_lies_on_its_side(double x, double y, string anchor, double left, double right)
    {
        var label = NetworkLabel.Beside("ten-long--", (100, 50), (x, y), radius: 100.0 / 14);

        Assert.Equal((anchor, 10), (label.Anchor, label.Size));
        Assert.Equal(left, label.Left, 1.5);
        Assert.Equal(right, label.Right, 1.5);
        Assert.False(label.Covers((100, 50), 100.0 / 14));
    }

    private static (IReadOnlyList<NetworkLabel> Labels, List<(double X, double Y)> Places) Place(
        TopologySchedule schedule)
    {
        var layout = GraphLayout.Of(schedule);
        var places = Enumerable.Range(0, layout.Count)
            .Select(k => (layout[k].X * Width, layout[k].Y * Width * layout.Height)).ToList();
        return (NetworkLabels.Place(layout, [.. schedule.Agents.Select(agent => agent.Id)], places, Radius), places);
    }
}
