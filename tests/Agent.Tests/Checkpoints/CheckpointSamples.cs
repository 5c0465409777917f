using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Checkpoints;

namespace Murmuration.Agent.Tests.Checkpoints;

/// <summary>Small checkpoints whose contents follow from their round.</summary>
internal static class CheckpointSamples
{
    public static readonly CheckpointIdentity Identity = new("office", 7, "a0", "ring#12", "mlp(2,4,3) #ab");

    /// <summary>A checkpoint after so many rounds.</summary>
    public static Checkpoint After(int rounds, int weights = 5, bool exact = false)
    {
        var state = new AlgorithmState();
        state.Set("Weights", Values(weights, rounds));
        state.Set("Tracker", Values(weights, rounds + 0.5f));
        state.Set("Cost", 1.0 / (rounds + 3));
        return new Checkpoint
        {
            Rounds = rounds,
            Incarnation = 1_700_000_000_000 + rounds,
            IsExact = exact,
            State = state,
            Statistics = new byte[] { 1, 2, 3 },
            Exchange = new byte[] { 9, 8, 7, 6, 5 },
            Notes = new Dictionary<string, string> { ["cost"] = "0.25", ["straße"] = "\"ö\"" },
        };
    }

    /// <summary>Checks that a checkpoint read back is the one of its round, whole.</summary>
    public static void AssertWhole(Checkpoint actual, int weights = 5)
    {
        var expected = After(actual.Rounds, weights);
        Assert.Equal(expected.Incarnation, actual.Incarnation);
        Assert.Equal(expected.State.Numbers, actual.State.Numbers);
        Assert.Equal(expected.State.Vectors.Keys, actual.State.Vectors.Keys);
        foreach (var (name, vector) in expected.State.Vectors)
        {
            Assert.Equal(vector.ToArray(), actual.State.Vectors[name].ToArray());
        }

        Assert.Equal(expected.Statistics.ToArray(), actual.Statistics.ToArray());
        Assert.Equal(expected.Exchange.ToArray(), actual.Exchange.ToArray());
        Assert.Equal(expected.Notes, actual.Notes);
    }

    private static float[] Values(int count, float first) =>
        [.. Enumerable.Range(0, count).Select(k => first + (k / 16f))];
}
