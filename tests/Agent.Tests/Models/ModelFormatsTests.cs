using Murmuration.Agent.Configuration;
using Murmuration.Agent.Models;

namespace Murmuration.Agent.Tests.Models;

public sealed class ModelFormatsTests
{
    [Theory]
    [InlineData(null, "m.onnx", "onnx")]
    [InlineData(null, "m.ONNX", "onnx")]
    [InlineData(null, "m.safetensors", "safetensors")]
    [InlineData("onnx", "m.bin", "onnx")]
    [InlineData("SafeTensors", "m.onnx", "safetensors")]
    public void The_name_or_the_extension_decides(string? name, string path, string expected) =>
        Assert.Equal(expected, ModelFormats.Find(name, path).Name);

    [Theory]
    [InlineData(null, "model.pt", "end with '.pt'; give --to onnx|safetensors")]
    [InlineData("tflite", "m.onnx", "--to tflite: there is no such format; use onnx|safetensors")]
    public void What_is_no_format_is_told(string? name, string path, string reason) => Assert.Contains(
        reason,
        Assert.Throws<ConfigurationException>(() => ModelFormats.Find(name, path)).Message,
        StringComparison.Ordinal);
}
