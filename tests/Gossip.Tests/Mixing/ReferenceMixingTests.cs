using System.Text.Json;
using Murmuration.Gossip.Topologies;

namespace Murmuration.Gossip.Tests.Mixing;

/// <summary>The mixing matrices of the independent reference, from the traces in the folder
/// MURMURATION_REFERENCE.</summary>
public class ReferenceMixingTests
{
    [Fact]
    public void Mixing_matrices_equal_those_of_every_trace()
    {
        var folder = Environment.GetEnvironmentVariable("MURMURATION_REFERENCE");
        if (string.IsNullOrEmpty(folder))
            Assert.Skip("MURMURATION_REFERENCE names no folder of reference traces.");
        var files = Directory.GetFiles(folder, "*.json");

        var compared = files.Sum(Compare);

        Assert.True(compared > 0, $"no trace of the {files.Length} in {folder} has mixing matrices");
    }

    private static int Compare(string path)
    {
        using var trace = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = trace.RootElement;
        if (root.GetProperty("mixing") is not { ValueKind: JsonValueKind.Array } mixing || mixing.GetArrayLength() == 0)
            return 0;
        var rounds = root.GetProperty("links").EnumerateArray().Select(ReadLinks).ToArray();
        var agents = AgentAddress.Loopback(root.GetProperty("agents").GetArrayLength());
        var schedule = TopologySchedule.Periodic(path, agents, rounds, root.GetProperty("directed").GetBoolean());
        foreach (var (round, expected) in mixing.EnumerateArray().Index())
            AssertEqual(expected, schedule.MixingMatrix(round), path);
        return mixing.GetArrayLength();
    }

    private static IReadOnlyList<Link> ReadLinks(JsonElement links)
        => [.. links.EnumerateArray().Select(link => new Link(link[0].GetInt32(), link[1].GetInt32()))];

    private static void AssertEqual(JsonElement expected, double[,] actual, string path)
    {
        Assert.Equal(expected.GetArrayLength(), actual.GetLength(0));
        for (var i = 0; i < actual.GetLength(0); i++)
        {
            for (var j = 0; j < actual.GetLength(1); j++)
            {
                var difference = Math.Abs(expected[i][j].GetDouble() - actual[i, j]);
                Assert.True(difference < 1e-14, $"{path}: entry {i}, {j} differs by {difference}");
            }
        }
    }
}
