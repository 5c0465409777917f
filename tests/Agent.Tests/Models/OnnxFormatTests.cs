using System.Text.Json;
using Murmuration.Agent.Models;

namespace Murmuration.Agent.Tests.Models;

/// <summary>
/// What an ONNX file says of rows is what the program says of them: by the reference checker and a plain evaluation of
/// the operators' definitions, and by ONNX Runtime.
/// </summary>
public sealed class OnnxFormatTests(OnnxCases cases) : IClassFixture<OnnxCases>
{
    [Theory]
    [MemberData(nameof(OnnxCases.Names), MemberType = typeof(OnnxCases))]
    public async Task The_checker_accepts_it_and_its_operators_give_our_predictions(string name)
    {
        var found = await cases.CheckAsync(name);
        Assert.SkipWhen(found is null, "onnx for Python is not installed");
        AssertSame(name, found.Value);
        Assert.Equal(8, found.Value.GetProperty("ir").GetInt32());
        Assert.Equal(17, found.Value.GetProperty("opset").GetInt32());
        var (meaning, properties) = (cases.Case(name).Trained.Meaning, found.Value.GetProperty("properties"));
        Assert.Equal("tiny", properties.GetProperty("run").GetString());
        Assert.Equal(cases.Case(name).Trained.Model.Description, properties.GetProperty("model").GetString());
        Assert.Equal(ModelMetadata.Name(meaning.Scale), properties.GetProperty("scale").GetString());
        Assert.Equal(meaning.ClassNames.Count > 0, properties.TryGetProperty("classes", out var classes));
        if (meaning.ClassNames.Count > 0)
        {
            Assert.Equal(meaning.ClassNames, JsonSerializer.Deserialize<string[]>(classes.GetString()!));
        }
    }

    [Theory]
    [MemberData(nameof(OnnxCases.Names), MemberType = typeof(OnnxCases))]
    public async Task Onnx_runtime_gives_our_predictions(string name)
    {
        var found = await cases.RunAsync(name);
        Assert.SkipWhen(found is null, "onnxruntime-web for node is not installed");
        AssertSame(name, found.Value);
    }

    private void AssertSame(string name, JsonElement found)
    {
        var (trained, rows) = cases.Case(name);
        var (labels, values) = TrainedModels.Predict(trained, rows);
        var outputs = found.GetProperty("outputs");
        var numbers = outputs.GetProperty(trained.Meaning.Outputs switch
        {
            OutputKind.Values => "prediction",
            OutputKind.Scores => "scores",
            _ => "probabilities",
        });
        var theirs = numbers.EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal(values.Length, theirs.Length);
        Assert.All(values.Zip(theirs), pair =>
            Assert.Equal(pair.First, pair.Second, 2e-5 * Math.Max(1, Math.Abs(pair.First))));
        if (trained.Meaning.Outputs != OutputKind.Values)
        {
            Assert.Equal(labels, outputs.GetProperty("label").EnumerateArray().Select(label => label.GetInt32()));
        }
    }
}
