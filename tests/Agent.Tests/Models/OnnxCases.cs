using System.Text.Json;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Models;
using Murmuration.Agent.Models.Onnx;
using Murmuration.Agent.Tests.Support;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models.Text;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Models;

/// <summary>
/// Models with every layer, every scaling and every kind of output, exported once, and what other programs make of the
/// files: one start of each for all.
/// </summary>
public sealed class OnnxCases : IDisposable
{
    private const int RowCount = 5;

    private static readonly ImageShape Small = new(2, 7, 6);

    private static readonly Dictionary<string, Func<TrainedModel>> All = new()
    {
        ["perceptron"] = () => Classify("dense(4) tanh dense", DataScale.None),
        ["unit"] = () => Classify("dense(4) tanh dense", DataScale.Unit),
        ["standardize"] = () => Classify("dense(4) tanh dense", DataScale.Standardize),
        ["center"] = () => Classify("dense(4) sigmoid dense", DataScale.Center),
        ["minMax"] = () => Classify("dense(4) softplus dense", DataScale.MinMax),
        ["channels"] = () => Classify("conv(3,3x2,stride=2,pad=1) gelu flatten dense", DataScale.Channels),
        ["pools"] = () => Classify(
            "maxpool(3,stride=2,pad=1) relu avgpool(2x3,stride=1,pad=1) groupnorm(1) avgpool dense", DataScale.Center),
        ["crop, dropout"] = () => Classify("crop(4x5) dropout(0.5) conv(4,2) groupnorm(2) dense", DataScale.Center),
        ["residual"] = () => Classify(
            "residual(4,groups=2) residual(4,stride=2,groups=4) avgpool dense", DataScale.Channels),
        ["image as outputs"] = () => Classify("conv(3,7x6)", DataScale.Channels),
        ["rows that the model takes for images"] = () =>
        {
            var trained = Classify("conv(3,3x2) relu dense", DataScale.Center);
            return trained with { Meaning = trained.Meaning with { Image = null } };
        },
        ["logistic"] = () => Classify("dense(4) tanh dense", DataScale.Center, LossKind.Logistic),
        ["scores"] = () => Classify("dense(4) tanh dense", DataScale.Center, LossKind.Squared),
        ["regression"] = () => TrainedModels.Regression(),
        ["regression, targets as they are"] = () =>
            TrainedModels.Regression(DataScale.MinMax, standardizesTargets: false),
        ["lenet"] = () => TrainedModels.Classifier(new(1, 28, 28), ModelPresets.Lenet, DataScale.Unit),
        ["resnet20"] = () => TrainedModels.Classifier(new(3, 16, 16), ModelPresets.Resnet20, DataScale.Channels),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, (TrainedModel Trained, float[] Rows)> _cases = [];
    private readonly Lazy<Task<JsonElement?>> _python;
    private readonly Lazy<Task<JsonElement?>> _node;

    public OnnxCases()
    {
        var list = _folder.Write("list.json", JsonSerializer.Serialize(All.Keys.Select(Export)));
        _python = new(() => ForeignProgram.PythonAsync("onnx-check.py", "onnx", list));
        _node = new(() => ForeignProgram.NodeAsync("onnx-runtime.cjs", "onnxruntime-web", list));
    }

    public static TheoryData<string> Names => [.. All.Keys];

    public void Dispose() => _folder.Dispose();

    internal (TrainedModel Trained, float[] Rows) Case(string name) => _cases[name];

    /// <summary>What the checker and a plain evaluation say of a case; null without Python and its package.</summary>
    internal async Task<JsonElement?> CheckAsync(string name) => Of(await _python.Value, name);

    /// <summary>What ONNX Runtime says of a case; null without node and its package.</summary>
    internal async Task<JsonElement?> RunAsync(string name) => Of(await _node.Value, name);

    private static JsonElement? Of(JsonElement? all, string name) => all?[All.Keys.ToList().IndexOf(name)];

    private static TrainedModel Classify(
        string layers, DataScale scale, LossKind loss = LossKind.SoftmaxCrossEntropy) =>
        TrainedModels.Classifier(Small, layers.Split(' '), scale, loss);

    private object Export(string name)
    {
        var trained = All[name]();
        var path = _folder.File($"{_cases.Count}.onnx");
        new OnnxFormat().Write(path, trained);
        var rows = TrainedModels.Rows(trained.Model.InputCount, RowCount, seed: 11);
        TrainedModels.WriteBytes(path + ".rows", rows);
        _cases.Add(name, (trained, rows));
        int[] shape = trained.Meaning.Image is { } image
            ? [RowCount, image.Channels, image.Height, image.Width]
            : [RowCount, trained.Model.InputCount];
        return new { path, rows = path + ".rows", shape };
    }
}
