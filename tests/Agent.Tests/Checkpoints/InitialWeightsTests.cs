using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Agent.Tests.Models;
using Murmuration.Agent.Training;
using Murmuration.Kernels.Models;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Checkpoints;

public sealed class InitialWeightsTests : IDisposable
{
    private static readonly Model Model = Model.MultilayerPerceptron([2, 3, 1], Activation.Tanh);

    /// <summary>0.weight, 0.bias, 2.weight, 2.bias.</summary>
    private static readonly float[] Values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>PyTorch's writer orders tensors by name.</summary>
    [Fact]
    public void Tensors_may_stand_in_any_order()
    {
        var path = Write(
            [("2.weight", [1, 3], [10, 11, 12]), ("0.bias", [3], [7, 8, 9]), ("2.bias", [1], [13]),
                ("0.weight", [3, 2], [1, 2, 3, 4, 5, 6])]);
        Assert.Equal(Values, InitialWeights.Read(path, Model).Values.ToArray());
    }

    [Fact]
    public void Equal_numbers_have_one_digest_whatever_file_they_come_from()
    {
        var ours = Write(
            [("0.weight", [3, 2], [1, 2, 3, 4, 5, 6]), ("0.bias", [3], [7, 8, 9]), ("2.weight", [1, 3], [10, 11, 12]),
                ("2.bias", [1], [13])]);
        var digest = InitialWeights.Read(ours, Model).Digest;
        var other = Write(
            [("2.bias", [1], [13]), ("0.weight", [3, 2], [1, 2, 3, 4, 5, 6]), ("0.bias", [3], [7, 8, 9]),
                ("2.weight", [1, 3], [10, 11, 12])]);
        Assert.Equal(digest, InitialWeights.Read(other, Model).Digest);
        var moved = Write(
            [("2.bias", [1], [13.5f]), ("0.weight", [3, 2], [1, 2, 3, 4, 5, 6]), ("0.bias", [3], [7, 8, 9]),
                ("2.weight", [1, 3], [10, 11, 12])]);
        Assert.NotEqual(digest, InitialWeights.Read(moved, Model).Digest);
    }

    [Fact]
    public void An_exported_model_may_be_gone_on_with()
    {
        var trained = TrainedModels.Regression();
        new SafeTensorsFormat().Write(_folder.File("m.safetensors"), trained);
        Assert.Equal(
            trained.Weights.ToArray(),
            InitialWeights.Read(_folder.File("m.safetensors"), trained.Model).Values.ToArray());
    }

    [Theory]
    [InlineData("missing", "has no tensor '2.bias' of shape [1]")]
    [InlineData("shape", "tensor '0.weight' has shape [2, 3], the model dense(2,3) tanh dense(3,1) needs [3, 2]")]
    [InlineData("foreign", "tensor '4.weight' of shape [1] belongs to no layer of the model dense(2,3) tanh dense")]
    [InlineData("infinite", "not finite")]
    public void A_file_that_does_not_fit_is_refused_with_the_tensor_and_both_shapes(string fault, string reason)
    {
        var path = Write(
            [("0.weight", fault == "shape" ? [2, 3] : [3, 2], [1, 2, 3, 4, 5, 6]), ("0.bias", [3], [7, 8, 9]),
                ("2.weight", [1, 3], [10, 11, fault == "infinite" ? float.NaN : 12]),
                (fault == "missing" ? "2.shift.bias" : "2.bias", [1], [13]),
                .. fault == "foreign" ? new[] { ("4.weight", new[] { 1 }, new[] { 0f }) } : []]);
        var error = Assert.Throws<CheckpointException>(() => InitialWeights.Read(path, Model));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_that_begin_elsewhere_neither_meet_nor_go_on()
    {
        var run = new RunOptions
        {
            Data = new DataOptions { Generated = GeneratedSet.Clusters, Samples = 30, TestSamples = 10 },
        };
        var data = DataLoader.Load(run.Data, ".", run.Seed);
        var random = ModelPlan.For(run, data);
        var tensors = random.Model.Tensors.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape)).ToList();
        var weights = new float[random.Model.WeightCount];
        SafeTensors.Write(_folder.File("one"), tensors, weights, new Dictionary<string, string> { ["a"] = "b" });
        SafeTensors.Write(_folder.File("same"), tensors, weights, new Dictionary<string, string>());
        weights[0] = 1;
        SafeTensors.Write(_folder.File("other"), tensors, weights, new Dictionary<string, string>());
        var (one, same, other) = (Plan("one"), Plan("same"), Plan("other"));

        Assert.Equal((one.Fingerprint, one.StateFingerprint), (same.Fingerprint, same.StateFingerprint));
        Assert.StartsWith($"from weights {one.InitialWeights!.Digest[..8]} dense(", one.Fingerprint);
        Assert.Equal(3, new[] { random.Fingerprint, one.Fingerprint, other.Fingerprint }.Distinct().Count());
        Assert.Equal(
            3, new[] { random.StateFingerprint, one.StateFingerprint, other.StateFingerprint }.Distinct().Count());
        Assert.All([one.Fingerprint, one.StateFingerprint], text => Assert.InRange(text.Length, 1, 128));

        ModelPlan Plan(string file) => ModelPlan.For(run, data, _folder.File(file));
    }

    private string Write((string Name, int[] Shape, float[] Values)[] tensors)
    {
        var path = _folder.File("first.safetensors");
        SafeTensors.Write(
            path,
            [.. tensors.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape))],
            tensors.SelectMany(tensor => tensor.Values).ToArray(),
            new Dictionary<string, string>());
        return path;
    }
}
