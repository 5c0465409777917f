using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Tests.Training;

public sealed class ModelFactoryTests
{
    private static readonly DatasetPair Digits = Load(GeneratedSet.Digits);
    private static readonly DatasetPair Clusters = Load(GeneratedSet.Clusters);

    [Fact]
    public void A_preset_takes_the_shape_of_the_images() => Assert.StartsWith(
        "conv(1x16x16,6,5x5,stride=1,pad=2) maxpool(6x16x16,2x2,stride=2,pad=0) relu",
        Plan(Digits, new ModelOptions { Preset = ModelPreset.Lenet }).Model.Description);

    [Fact]
    public void Another_preset_is_another_plan() => Assert.NotEqual(
        Plan(Digits, new ModelOptions { Preset = ModelPreset.Lenet }).Fingerprint,
        Plan(Digits, new ModelOptions { Preset = ModelPreset.Resnet20 }).Fingerprint);

    [Fact]
    public void The_run_file_may_give_the_shape_and_the_layers()
    {
        var options = new ModelOptions { Image = [4, 8, 8], Layers = ["conv(2,3)", "avgpool", "dense"] };
        Assert.Equal(
            "conv(4x8x8,2,3x3,stride=1,pad=0) avgpool(2x6x6,6x6,stride=6,pad=0) dense(2,10)",
            Plan(Digits, options).Model.Description);
    }

    [Fact]
    public void Without_a_shape_a_preset_is_refused() => Assert.Contains(
        "key 'model.preset': lenet needs images", Fault(Clusters, new ModelOptions { Preset = ModelPreset.Lenet }));

    [Fact]
    public void A_wrong_shape_is_refused() => Assert.Contains(
        "key 'model.image': 3 x 5 x 5 are not the 256 inputs",
        Fault(Digits, new ModelOptions { Image = [3, 5, 5] }));

    [Fact]
    public void A_faulty_layer_is_named_by_its_place() => Assert.Contains(
        "key 'model.layers': layer 2 of 2: there is no layer 'dence'",
        Fault(Digits, new ModelOptions { Layers = ["relu", "dence(5)"] }));

    [Fact]
    public void An_image_that_is_too_small_for_a_preset_is_told() => Assert.Contains(
        "key 'model.preset': layer 7 of 13: 'conv(64,3)' does not fit: A window of 3x3 is larger than the image",
        Fault(Digits, new ModelOptions { Preset = ModelPreset.Cnn7 }));

    [Fact]
    public void Too_many_weights_are_refused() => Assert.Contains(
        "weights are too many", Fault(Digits, new ModelOptions { Layers = ["dense(1000000)", "dense(300)", "dense"] }));

    [Theory]
    [InlineData("""{"model":{"preset":"lenet","layers":["dense"]}}""", "model.preset")]
    [InlineData("""{"model":{"layers":[]}}""", "model.layers")]
    [InlineData("""{"model":{"layers":[null]}}""", "model.layers")]
    [InlineData("""{"model":{"image":[3,32]}}""", "model.image")]
    [InlineData("""{"model":{"preset":"lenett"}}""", "mlp, lenet, cnn7, resnet20")]
    public void Options_that_cannot_be_meant_are_refused(string json, string key)
    {
        using var folder = new Murmuration.Testing.TemporaryFolder();
        var path = Path.Combine(folder.Path, "run.json");
        File.WriteAllText(path, json);
        Assert.Contains(key, Assert.Throws<ConfigurationException>(() => RunFile.Load(path, [])).Message);
    }

    private static DatasetPair Load(GeneratedSet set) => DataLoader.Load(
        new DataOptions { Generated = set, Samples = 30, TestSamples = 10 }, ".", 1);

    private static ModelPlan Plan(DatasetPair data, ModelOptions model) =>
        ModelPlan.For(new RunOptions { Model = model }, data);

    private static string Fault(DatasetPair data, ModelOptions model) =>
        Assert.Throws<ConfigurationException>(() => Plan(data, model)).Message;
}
