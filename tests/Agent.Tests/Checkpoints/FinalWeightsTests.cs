using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Models;
using Murmuration.Agent.Tests.Models;
using Murmuration.Kernels.Devices;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Checkpoints;

/// <summary>A file of weights says all that its users need.</summary>
public sealed class FinalWeightsTests : IDisposable
{
    private static readonly TrainedModel Classifier = TrainedModels.Classifier(
        new ImageShape(2, 6, 6),
        ["conv(4,3)", "groupnorm(2)", "relu", "residual(4,groups=2)", "dense"],
        DataScale.Channels);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifier_reads_back() => AssertReadsBack(Classifier);

    [Fact]
    public void A_regression_reads_back() =>
        AssertReadsBack(TrainedModels.Regression(DataScale.MinMax, standardizesTargets: false));

    [Fact]
    public void An_older_file_is_read_with_the_scaling_that_is_told()
    {
        var path = WriteOlder(Classifier);
        var error = Assert.Throws<CheckpointException>(() => FinalWeights.Read(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("--scale", error.Message, StringComparison.Ordinal);

        var older = Classifier with { Meaning = Classifier.Meaning with { Image = null, Scale = DataScale.Center } };
        var read = FinalWeights.Read(path, DataScale.Center);
        Assert.Equal(Classifier.Weights.ToArray(), read.Weights.ToArray());
        Assert.Equal(["0", "1", "2"], read.Meaning.ClassNames);
        Assert.Equal(OutputKind.Softmax, read.Meaning.Outputs);
        var rows = TrainedModels.Rows(72, 4);
        Assert.Equal(TrainedModels.Predict(older, rows).Values, TrainedModels.Predict(read, rows).Values);
    }

    [Fact]
    public void An_older_file_is_read_for_the_model_of_a_run()
    {
        var read = FinalWeights.Read(WriteOlder(Classifier), Classifier.Model, Classifier.Meaning);
        Assert.Equal(Classifier.Weights.ToArray(), read.Weights.ToArray());
        Assert.Same(Classifier.Meaning, read.Meaning);
    }

    [Fact]
    public void Weights_of_another_model_are_refused_for_a_run_and_both_are_named()
    {
        FinalWeights.Write(_folder.File("w"), Classifier);
        var other = TrainedModels.Regression();
        var error = Assert.Throws<CheckpointException>(
            () => FinalWeights.Read(_folder.File("w"), other.Model, other.Meaning));
        Assert.Contains("groupnorm(4x4x4,2)", error.Message, StringComparison.Ordinal);
        Assert.Contains("dense(5,7)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model", "dense(72,3) swish", "'swish' is no layer that this version knows")]
    [InlineData("model", "dense(71,3)", "takes 71 numbers, 72 come in")]
    [InlineData("model", "dense(72,3)", "has shape [4, 2, 3, 3], the model dense(72,3) needs [3, 72]")]
    [InlineData("model", "dense(72,2000000000)", "the model 'dense(72,2000000000)' cannot be built")]
    [InlineData("statistics", "AAAA", "statistics")]
    [InlineData("statistics", "?", "statistics")]
    [InlineData("scale", "auto", "'scale' is 'auto'")]
    [InlineData("scale", "2", "'scale' is '2'")]
    [InlineData("scale", "standardise", "'scale' is 'standardise'")]
    [InlineData("loss", "huber", "'loss' is 'huber'")]
    [InlineData("loss", "logistic", "contradict")]
    [InlineData("image", "2x6", "'image' is '2x6'")]
    [InlineData("image", "2x6x-6", "'image' is")]
    [InlineData("image", "70000x70000x70000", "'image' is")]
    [InlineData("image", "2x6x7", "contradict")]
    [InlineData("classes", "a,b,c", "'classes' is no list")]
    [InlineData("classes", "[\"a\",null,\"c\"]", "no name")]
    [InlineData("classes", "[\"a\",\"b\"]", "contradict")]
    public void A_wrong_entry_is_named(string key, string value, string reason)
    {
        var metadata = ModelMetadata.Write(Classifier);
        metadata[key] = value;
        Write(_folder.File("w"), Classifier, metadata);
        var error = Assert.Throws<CheckpointException>(() => FinalWeights.Read(_folder.File("w")));
        Assert.StartsWith(_folder.File("w"), error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_model_is_refused()
    {
        SafeTensors.Write(_folder.File("w"), [new("0.weight", [2])], [1, 2], new Dictionary<string, string>());
        var error = Assert.Throws<CheckpointException>(() => FinalWeights.Read(_folder.File("w")));
        Assert.Contains("statistics", error.Message, StringComparison.Ordinal);
    }

    private static void Write(string path, TrainedModel trained, Dictionary<string, string> metadata) =>
        SafeTensors.Write(
            path,
            [.. trained.Model.Tensors.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape))],
            trained.Weights.Span,
            metadata);

    private void AssertReadsBack(TrainedModel trained)
    {
        FinalWeights.Write(_folder.File("w"), trained);
        var read = FinalWeights.Read(_folder.File("w"));
        Assert.Equal(trained.Model.Description, read.Model.Description);
        Assert.Equal(trained.Weights.ToArray(), read.Weights.ToArray());
        Assert.Equal(trained.Statistics.ToBytes(), read.Statistics.ToBytes());
        Assert.Equal(trained.Origin, read.Origin);
        Assert.Equal(trained.Meaning.ClassNames, read.Meaning.ClassNames);
        Assert.Equal(trained.Meaning with { ClassNames = [] }, read.Meaning with { ClassNames = [] });
    }

    /// <summary>As versions before self-description wrote it, when the tensors of a norm had other names.</summary>
    private string WriteOlder(TrainedModel trained)
    {
        var metadata = new Dictionary<string, string>(TrainedModels.Origin)
        {
            ["model"] = trained.Model.Description,
            ["statistics"] = Convert.ToBase64String(trained.Statistics.ToBytes()),
        };
        string[] older =
            ["1.weight", "1.bias", "3.block.1.weight", "3.block.1.bias", "3.block.4.weight", "3.block.4.bias"];
        Assert.All(older, name => Assert.Contains(trained.Model.Tensors, tensor => tensor.Name == name));
        var tensors = trained.Model.Tensors.Select(tensor => new NamedTensor(
            older.Contains(tensor.Name) ? OlderName(tensor.Name) : tensor.Name, tensor.Shape));
        SafeTensors.Write(_folder.File("older"), [.. tensors], trained.Weights.Span, metadata);
        return _folder.File("older");
    }

    private static string OlderName(string name) => name
        .Replace("weight", "scale", StringComparison.Ordinal).Replace("bias", "shift", StringComparison.Ordinal);
}
