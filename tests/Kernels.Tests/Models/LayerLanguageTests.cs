using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;

namespace Murmuration.Kernels.Tests.Models;

public sealed class LayerLanguageTests
{
    private static readonly ImageShape Grey = new(1, 28, 28);
    private static readonly ImageShape Colour = new(3, 32, 32);

    /// <summary>Weights as counted by hand.</summary>
    [Theory]
    [InlineData(1, 28, 156 + 2416 + 48_120 + 10_164 + 850)]
    [InlineData(3, 32, 456 + 2416 + 69_240 + 10_164 + 850)]
    public void Lenet(int channels, int side, int weights) =>
        Assert.Equal(weights, Build(new(channels, side, side), ModelPresets.Lenet).WeightCount);

    [Theory]
    [InlineData(1, 28, 64 * 26)]
    [InlineData(3, 32, 64 * 76)]
    public void The_network_of_EASGD(int channels, int side, int first)
    {
        var image = new ImageShape(channels, side, side);
        var model = Build(image, ModelPresets.Cnn7(image));
        Assert.Equal(first + 128 * 1601 + 64 * 1153 + 257 * 256 + 2570, model.WeightCount);
        Assert.Equal(side == 32, model.Description.StartsWith("crop(3x32x32,28x28)", StringComparison.Ordinal));
    }

    [Fact]
    public void Resnet20_has_twenty_layers()
    {
        var model = Build(Colour, ModelPresets.Resnet20);

        // 3·3 convolutions and dense of the paper (268,336 + 1,098 with biases), scales and shifts, two projections.
        var kernels = 9 * (3 * 16 + 6 * 16 * 16 + 16 * 32 + 5 * 32 * 32 + 32 * 64 + 5 * 64 * 64);
        var biases = 16 * 7 + 32 * 6 + 64 * 6;
        var projections = 16 * 32 + 32 + 32 * 64 + 64;
        var norms = 2 * (biases + 32 + 64);
        Assert.Equal(kernels + biases + projections + norms + 650, model.WeightCount);
        Assert.Equal(model.WeightCount, model.Tensors.Sum(tensor => tensor.Shape.Aggregate((a, b) => a * b)));
        Assert.Equal(model.Tensors.Count, model.Tensors.Select(tensor => tensor.Name).Distinct().Count());
    }

    [Fact]
    public void Arguments_stand_in_order_or_by_name() => Assert.Equal(
        "conv(1x28x28,4,3x5,stride=2,pad=1) maxpool(4x14x13,2x2,stride=1,pad=0) gelu dense(624,10)",
        Build(Grey, ["conv( 4, 3x5, pad=1, stride = 2 )", "maxpool(2,1)", "gelu", "dense(10)"]).Description);

    [Fact]
    public void Brackets_may_be_empty() => Assert.Equal(
        Build(Grey, ["conv(2,5)", "relu", "avgpool", "flatten", "dense"]).Description,
        Build(Grey, ["conv(2,5)", "relu()", "avgpool( )", "flatten()", "dense()"]).Description);

    /// <summary>A square or the whole plane does not leave columns out; other windows are told how to move.</summary>
    [Theory]
    [InlineData("maxpool(2)", "maxpool(1x28x28,2x2,stride=2,pad=0)")]
    [InlineData("maxpool(2x1,stride=1)", "maxpool(1x28x28,2x1,stride=1,pad=0)")]
    [InlineData("conv(1,3x1) avgpool", "avgpool(1x26x28,26x28,stride=28,pad=0)")]
    public void Pools_move_by_their_side_unless_told_otherwise(string layers, string pool) => Assert.Contains(
        pool, Build(Grey, [.. layers.Split(' '), "dense"]).Description, StringComparison.Ordinal);

    [Theory]
    [InlineData("konv(3,5)", "there is no layer 'konv'", "conv, maxpool")]
    [InlineData("conv(3)", "lacks its size", "conv(channels, size, [stride=…], [pad=…])")]
    [InlineData("conv(3,5", "does not end with ')' (column 9)", "conv(")]
    [InlineData("conv(3,5,pads=1)", "'pads=1' is no argument here (column 10)", "[pad=…]")]
    [InlineData("conv(3,5,size=4)", "size is given twice", "conv(")]
    [InlineData("conv(three,5)", "channels is 'three'", "whole number of 1 or more")]
    [InlineData("conv(3,5x5x5)", "size is '5x5x5'", "height x width")]
    [InlineData("conv(3,31)", "larger than the image 1x28x28", "conv(")]
    [InlineData("conv(3,2,pad=2)", "beside the image", "conv(")]
    [InlineData("maxpool(2x1)", "a window of 2x1 has no stride that fits both directions", "[stride=…]")]
    [InlineData("avgpool(28x27)", "give one, such as stride=1", "avgpool([size=…], [stride=…], [pad=…])")]
    [InlineData("groupnorm(2)", "1 channels are no 2 groups", "groupnorm(groups)")]
    [InlineData("dropout(1)", "rate is '1'", "0 to below 1")]
    [InlineData("crop(29)", "29x29 is larger than the image", "crop(size)")]
    [InlineData("relu(2)", "'2' is no argument here", "written relu")]
    [InlineData("residual(12)", "12 channels are no 8 groups", "[groups=…]")]
    [InlineData("maxpool()", "'maxpool()' lacks its size", "maxpool(size")]
    [InlineData("dense(,)", "'' is no argument here (column 7)", "dense([units=…])")]
    [InlineData("conv(3,5,)", "'' is no argument here (column 10)", "conv(")]
    public void Faults_say_where_and_what_is_allowed(string layer, string problem, string allowed)
    {
        var error = Assert.Throws<LayerTextException>(() => Build(Grey, ["relu", layer, "dense"]));
        Assert.Equal(1, error.Index);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_is_needed_and_the_outputs_must_come_out()
    {
        var flat = Assert.Throws<LayerTextException>(() => Build(Grey, ["flatten", "maxpool(2)"]));
        Assert.Contains("784 numbers without a shape", flat.Message, StringComparison.Ordinal);
        var end = Assert.Throws<LayerTextException>(() => Build(Grey, ["flatten", "dense(11)"]));
        Assert.Contains("11 numbers come out of the last layer, 10 are needed", end.Message, StringComparison.Ordinal);
        var none = LayerLanguage.Build(null, 12, 2, ["dense(5)", "softplus", "dense"]);
        Assert.Equal("dense(12,5) softplus dense(5,2)", none.Description);
    }

    [Fact]
    public void A_layer_that_makes_too_many_numbers_is_refused() => Assert.Contains(
        "more numbers than an array holds",
        Assert.Throws<LayerTextException>(() => Build(Grey, ["dense(1000000)", "dense(1000000)"])).Message,
        StringComparison.Ordinal);

    /// <summary>Columns are float32, whole numbers up to 2^24.</summary>
    [Fact]
    public void Max_pooling_refuses_images_whose_columns_it_cannot_tell_apart()
    {
        string[] layers = ["maxpool(2)", "avgpool", "dense"];
        Assert.StartsWith("maxpool(2x2048x4096,", Build(new(2, 2048, 4096), layers).Description);
        var error = Assert.Throws<LayerTextException>(() => Build(new(2, 2048, 4097), layers));
        Assert.Contains(
            "at most 16777216 numbers; 2x2048x4097 has 16781312", error.Message, StringComparison.Ordinal);
        var mean = Build(new(2, 2048, 4097), ["avgpool(2)", "avgpool", "dense"]);
        Assert.StartsWith("avgpool(2x2048x4097,", mean.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Presets_can_be_cut_into_modules(int count)
    {
        foreach (var layers in new[] { ModelPresets.Lenet, ModelPresets.Cnn7(Colour), ModelPresets.Resnet20 })
        {
            var model = Build(Colour, layers);
            var modules = model.Modules(count);
            Assert.Equal(model.Description, string.Join(' ', modules.Select(module => module.Description)));
            Assert.Equal(model.WeightCount, modules.Sum(module => module.WeightCount));
            Assert.All(modules, module => Assert.True(module.Operations < model.Operations));
        }
    }

    private static Model Build(ImageShape image, IReadOnlyList<string> layers) =>
        LayerLanguage.Build(image, image.Count, 10, layers);
}
