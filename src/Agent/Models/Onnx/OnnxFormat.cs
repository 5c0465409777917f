using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Murmuration.Agent.Checkpoints;
using Murmuration.Kernels.Devices;
using static Murmuration.Agent.Models.Onnx.OnnxMessages;

namespace Murmuration.Agent.Models.Onnx;

/// <summary>
/// ONNX: a graph from rows as they stand in a file to what people want to know. Scaling, layers, and probabilities with
/// the class, or regression targets in their own units; docs/models-out.md lists inputs and outputs.
/// </summary>
internal sealed class OnnxFormat : IModelFormat
{
    /// <summary>Name of the input.</summary>
    public const string Input = "input";

    /// <summary>Messages are at most 2 GiB long; beside the weights little is in them.</summary>
    private const long MostWeights = (int.MaxValue - (1L << 24)) / sizeof(float);

    /// <inheritdoc/>
    public string Name => "onnx";

    /// <inheritdoc/>
    public string Extension => ".onnx";

    /// <inheritdoc/>
    public void Write(string path, TrainedModel trained)
    {
        if (trained.Weights.Length > MostWeights)
        {
            throw new CheckpointException(
                $"{path}: {trained.Weights.Length} weights are more than an ONNX file holds ({MostWeights}); "
                + "export safetensors");
        }

        var model = Build(trained);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using (var file = File.Create(path + ".part"))
        {
            using var stream = new CodedOutputStream(file);
            model.WriteTo(stream);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    private static ProtoMessage Build(TrainedModel trained)
    {
        var (graph, image) = (new OnnxGraph(Input), trained.Meaning.Image);
        int[] shape = image is { } i ? [i.Channels, i.Height, i.Width] : [trained.Model.InputCount];
        AddScaling(graph, new ModelScaling(trained), shape);
        var layers = new OnnxLayers(graph, trained, image);
        trained.Model.Accept(layers);
        layers.Flatten();
        var outputs = AddOutputs(graph, trained);
        var version = typeof(OnnxFormat).Assembly.GetName().Version!.ToString(3);
        return Model(
            version,
            Graph("model", graph.Nodes, graph.Constants, Value(Input, Float, shape), outputs),
            Properties(trained));
    }

    /// <summary>
    /// The offset in two parts, its float and what that leaves: so columns far from zero keep their digits.
    /// </summary>
    private static void AddScaling(OnnxGraph graph, ModelScaling scaling, int[] shape)
    {
        var offsets = Array.ConvertAll(scaling.InputOffsets, offset => (float)offset);
        var rest = offsets.Zip(scaling.InputOffsets, (rounded, offset) => (float)(offset - rounded)).ToArray();
        AddElementwise(graph, "Sub", "input.offset", offsets, shape, neutral: 0);
        AddElementwise(graph, "Sub", "input.offset.rest", rest, shape, neutral: 0);
        var factors = Array.ConvertAll(scaling.InputFactors, factor => (float)factor);
        AddElementwise(graph, "Mul", "input.factor", factors, shape, neutral: 1);
    }

    /// <summary>One number stands for all where all are equal, and nothing where they change nothing.</summary>
    private static void AddElementwise(
        OnnxGraph graph, string type, string name, float[] values, int[] shape, float neutral)
    {
        var areEqual = Array.TrueForAll(values, value => value == values[0]);
        if (!areEqual || values[0] != neutral)
        {
            graph.Then(type, areEqual ? graph.Constant(name, [], [values[0]]) : graph.Constant(name, shape, values));
        }
    }

    private static ProtoMessage[] AddOutputs(OnnxGraph graph, TrainedModel trained)
    {
        var outputs = graph.Current;
        switch (trained.Meaning.Outputs)
        {
            case OutputKind.Softmax:
                AddLabel(graph);
                graph.Node("Softmax", [outputs], [Whole("axis", 1)], "probabilities");
                break;
            case OutputKind.Scores:
                AddLabel(graph);
                graph.Node("Identity", [outputs], [], "scores");
                return [Value("label", Integer), Value("scores", Float, trained.ValueCount)];
            case OutputKind.Logistic:
                AddLogistic(graph, outputs);
                break;
            default:
                AddRestored(graph, new ModelScaling(trained));
                return [Value("prediction", Float, trained.ValueCount)];
        }

        return [Value("label", Integer), Value("probabilities", Float, trained.ValueCount)];
    }

    private static void AddLabel(OnnxGraph graph) =>
        graph.Node("ArgMax", [graph.Current], [Whole("axis", 1), Whole("keepdims", 0)], "label");

    private static void AddLogistic(OnnxGraph graph, string score)
    {
        graph.Then("Greater", graph.Number(0));
        graph.Then("Cast", Whole("to", Integer));
        graph.Node("Squeeze", [graph.Current, graph.Integers(1)], [], "label");
        graph.Node("Neg", [score], []);
        graph.Node("Concat", [graph.Current, score], [Whole("axis", 1)]);
        graph.Node("Sigmoid", [graph.Current], [], "probabilities");
    }

    private static void AddRestored(OnnxGraph graph, ModelScaling scaling)
    {
        var factors = Array.ConvertAll(scaling.OutputFactors, factor => (float)factor);
        var offsets = Array.ConvertAll(scaling.OutputOffsets, offset => (float)offset);
        graph.Then("Mul", graph.Constant("output.factor", [factors.Length], factors));
        var offset = graph.Constant("output.offset", [offsets.Length], offsets);
        graph.Node("Add", [graph.Current, offset], [], "prediction");
    }

    private static Dictionary<string, string> Properties(TrainedModel trained)
    {
        var properties = new Dictionary<string, string>(trained.Origin, StringComparer.Ordinal)
        {
            ["model"] = trained.Model.Description,
            ["scale"] = ModelMetadata.Name(trained.Meaning.Scale),
            ["loss"] = ModelMetadata.Name(trained.Meaning.Loss),
        };
        if (trained.Meaning.ClassNames.Count > 0)
        {
            properties["classes"] = JsonSerializer.Serialize(trained.Meaning.ClassNames);
        }

        return properties;
    }
}
