using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Models.Text;
using Murmuration.Kernels.Tests.Support;

namespace Murmuration.Kernels.Tests.Models;

/// <summary>A file of weights says by its description alone which model they belong to.</summary>
public sealed class ModelDescriptionTests
{
    private static readonly ImageShape Image = new(3, 32, 32);

    public static TheoryData<string> Networks =>
    [
        "dense",
        "tanh dense(4) sigmoid dropout(0.25) dense(5) softplus dropout(0.00001) gelu dense",
        "dropout(0.5) dense",
        "crop(28x30) conv(4,3x5,pad=1,stride=2) maxpool(2,stride=1,pad=1) groupnorm(2) gelu avgpool(3) dense",
        "residual(8,groups=4) residual(16,stride=2,groups=4) avgpool flatten dense",
        string.Join(' ', ModelPresets.Lenet),
        string.Join(' ', ModelPresets.Cnn7(Image)),
        string.Join(' ', ModelPresets.Resnet20),
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_model_is_built_again_from_its_description(string layers)
    {
        var model = LayerLanguage.Build(Image, Image.Count, 10, layers.Split(' '));
        var again = ModelDescription.Read(model.Description, Image.Count);
        Assert.Equal(model.Description, again.Description);
        Assert.Equal(model.Tensors.Select(Text), again.Tensors.Select(Text));

        using var device = new HostDevice();
        var random = new Random(3);
        var weights = device.Vector(Numbers.Normal(random, model.WeightCount, 0.1));
        var inputs = device.Matrix(2, Image.Count, Numbers.Normal(random, 2 * Image.Count));
        var expected = device.Read(model.Forward(model.CreateWorkspace(device), weights, inputs).AsVector());
        Assert.Equal(
            expected, device.Read(again.Forward(again.CreateWorkspace(device), weights, inputs).AsVector()));
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("dense(3)", "'dense(3)' is no layer")]
    [InlineData("dense(3,y)", "'y' in '(3,y)' is no number")]
    [InlineData("dense(3,0)", "no layer")]
    [InlineData("dense(4,2)", "'dense(4,2)' takes 4 numbers, 3 come in")]
    [InlineData("dense(3,2) dense(3,1)", "takes 3 numbers, 2 come in")]
    [InlineData("dense(3,2", "'dense(3,2' is no layer")]
    [InlineData("dense(3,2))", "no number")]
    [InlineData("swish", "'swish' is no layer that this version knows")]
    [InlineData("1", "it would be written 'sigmoid'")]
    [InlineData("Tanh", "it would be written 'tanh'")]
    [InlineData("dense(3,02)", "it would be written 'dense(3,2)'")]
    [InlineData("dropout(1)", "'1' is no rate")]
    [InlineData("conv(3x1x1,2,3x3,stride=1,pad=0)", "larger than the image")]
    [InlineData("conv(3x1x1,2,1x1,stride=0,pad=0)", "'0'")]
    [InlineData("conv(3x1x1,0,1x1,stride=1,pad=0)", "'0'")]
    [InlineData("conv(3x1x1,2,1x1)", "no layer")]
    [InlineData("maxpool(0x1x1,1x1,stride=1,pad=0)", "takes 0 numbers, 3 come in")]
    [InlineData("groupnorm(3x1x1,2)", "no 2 groups")]
    [InlineData("groupnorm(3x1x1,0)", "'0'")]
    [InlineData("crop(3x1x1,1x0)", "it would be written")]
    [InlineData("crop(3x1x1,2x1)", "no layer")]
    [InlineData("dense(3,2147483647) dense(2147483647,2147483647)", "overflow")]
    [InlineData("groupnorm(2147483647x2147483647x3,1)", "overflow")]
    [InlineData("residual(dense(3,2))", "shortcut")]
    [InlineData("residual(tanh | tanh | tanh)", "3 paths")]
    [InlineData("residual(residual(residual(residual(residual(tanh)))))", "too deep")]
    public void What_describes_no_model_is_refused(string description, string reason)
    {
        var error = Assert.Throws<FormatException>(() => ModelDescription.Read(description, 3));
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_changed_byte_never_gives_another_kind_of_error()
    {
        var random = new Random(9);
        var text = LayerLanguage.Build(
            Image, Image.Count, 10, ["crop(28)", "residual(8)", "dropout(0.5)", "avgpool", "dense"]).Description;
        for (var trial = 0; trial < 3000; trial++)
        {
            var changed = text.ToCharArray();
            changed[random.Next(changed.Length)] = "0123456789x,()| =.adenrst"[random.Next(25)];
            try
            {
                ModelDescription.Read(new string(changed), Image.Count);
            }
            catch (FormatException)
            {
                // Refusing is as good as building what the text now says.
            }
        }
    }

    private static string Text(WeightTensor tensor) => $"{tensor.Name}[{string.Join(',', tensor.Shape)}]";
}
