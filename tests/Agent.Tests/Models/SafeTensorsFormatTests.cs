using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Models;
using Murmuration.Agent.Tests.Support;
using Murmuration.Kernels.Devices;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Models;

public sealed class SafeTensorsFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_reader_predicts_the_same_by_the_file_alone(bool standardizesTargets)
    {
        var trained = TrainedModels.Regression(DataScale.Standardize, standardizesTargets);
        var rows = TrainedModels.Rows(5, 6, seed: 12);
        TrainedModels.WriteBytes(_folder.File("rows"), rows);
        new SafeTensorsFormat().Write(_folder.File("m.safetensors"), trained);
        var found = await ForeignProgram.PythonAsync(
            "safetensors-perceptron.py", "numpy", _folder.File("m.safetensors"), _folder.File("rows"));
        Assert.SkipWhen(found is null, "numpy for Python is not installed");
        Assert.Equal("tiny", found.Value.GetProperty("metadata").GetProperty("run").GetString());
        var theirs = found.Value.GetProperty("outputs").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var (_, ours) = TrainedModels.Predict(trained, rows);
        Assert.Equal(ours.Length, theirs.Length);

        // Offsets are float32 there, and the first column is far from zero.
        Assert.All(ours.Zip(theirs), pair => Assert.Equal(pair.First, pair.Second, 0.01));
    }

    [Fact]
    public void An_exported_file_is_a_file_of_weights()
    {
        var trained = TrainedModels.Classifier(new ImageShape(1, 4, 4), ["groupnorm(1)", "dense"], DataScale.Unit);
        new SafeTensorsFormat().Write(_folder.File("m.safetensors"), trained);
        var rows = TrainedModels.Rows(16, 3);
        Assert.Equal(
            TrainedModels.Predict(trained, rows).Values,
            TrainedModels.Predict(FinalWeights.Read(_folder.File("m.safetensors")), rows).Values);
    }

    /// <summary>As <c>nn.Sequential</c> names the parameters of its layers.</summary>
    [Fact]
    public void Names_and_shapes_are_those_of_PyTorch()
    {
        var trained = TrainedModels.Classifier(
            new ImageShape(2, 6, 6), ["conv(4,3x2)", "groupnorm(2)", "relu", "flatten", "dense"], DataScale.Unit);
        new SafeTensorsFormat().Write(_folder.File("m.safetensors"), trained);
        Assert.Equal(
            [
                "0.weight 4,2,3,2", "0.bias 4", "1.weight 4", "1.bias 4", "3.weight 3,80", "3.bias 3",
                "scale.input.offset 72", "scale.input.factor 72",
            ],
            SafeTensors.Read(_folder.File("m.safetensors")).Tensors
                .Select(tensor => $"{tensor.Name} {string.Join(',', tensor.Shape)}"));
    }
}
