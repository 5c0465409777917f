using Murmuration.Agent.Checkpoints;
using Murmuration.Testing;
using Murmuration.WeightDistance;

namespace Murmuration.Simulation.Tests.Lan;

/// <summary>The yardstick of the namespaces test, which reads weights by itself.</summary>
public sealed class WeightDistanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_reads_what_an_agent_writes()
    {
        float[] weights = [1, -2.5f, float.Epsilon, 4];
        SafeTensors.Write(
            _folder.File("w"), [new NamedTensor("a", [2, 2])], weights, new Dictionary<string, string> { ["k"] = "v" });
        Assert.Equal(weights, WeightsFile.Read(_folder.File("w")));
    }

    [Fact]
    public void Distances_are_relative_to_the_mean() =>
        Assert.Equal([0.6, 0.6], Distances.ToMean([[3, 7], [3, 1]]));

    [Fact]
    public void Weights_of_different_models_are_refused() =>
        Assert.Throws<InvalidDataException>(() => Distances.ToMean([[1], [1, 2]]));

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 1 })]
    public void Another_file_is_refused_by_name(byte[] bytes)
    {
        var path = _folder.Write("other", bytes);
        var refusal = Assert.Throws<InvalidDataException>(() => WeightsFile.Read(path));
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }
}
