using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;
using static Murmuration.Agent.Models.Onnx.OnnxMessages;

namespace Murmuration.Agent.Models.Onnx;

/// <summary>Translates the layers of a model into operators of opset 17.</summary>
/// <param name="graph">Receives them.</param>
/// <param name="trained">The model; its weights become constants with the names of the tensors.</param>
/// <param name="image">The shape of the input, null for plain rows.</param>
internal sealed class OnnxLayers(OnnxGraph graph, TrainedModel trained, ImageShape? image) : ILayerVisitor
{
    private readonly IReadOnlyList<WeightTensor> _tensors = trained.Model.Tensors;
    private ImageShape? _image = image;
    private int _tensor;
    private int _weight;

    /// <inheritdoc/>
    public void VisitDense(int inputs, int outputs)
    {
        Flatten();
        graph.Node("Gemm", [graph.Current, Weights(), Weights()], [Whole("transB", 1)]);
    }

    /// <inheritdoc/>
    public void VisitConvolution(Window window, int channels)
    {
        Reshape(window.Input);
        graph.Node("Conv", [graph.Current, Weights(), Weights()], Sizes(window));
        _image = new ImageShape(channels, window.OutputHeight, window.OutputWidth);
    }

    /// <inheritdoc/>
    public void VisitMaxPool(Window window) => Pool("MaxPool", window);

    /// <inheritdoc/>
    public void VisitAveragePool(Window window) => Pool("AveragePool", window, Whole("count_include_pad", 0));

    /// <summary>
    /// Opset 17 has no such norm. With a group's numbers side by side it is an instance norm that neither scales nor
    /// shifts, with scales and shifts of the channels behind it.
    /// </summary>
    public void VisitGroupNorm(ImageShape shape, int groups, float epsilon)
    {
        var ones = new float[groups];
        Array.Fill(ones, 1);
        graph.Then("Reshape", graph.Integers(0, groups, -1));
        graph.Node(
            "InstanceNormalization",
            [
                graph.Current,
                graph.Constant($"ones{graph.Constants.Count}", [groups], ones),
                graph.Constant($"zeros{graph.Constants.Count}", [groups], new float[groups]),
            ],
            [Real("epsilon", epsilon)]);
        graph.Then("Reshape", graph.Integers(0, shape.Channels, shape.Height, shape.Width));
        graph.Then("Mul", Weights([shape.Channels, 1, 1]));
        graph.Then("Add", Weights([shape.Channels, 1, 1]));
        _image = shape;
    }

    /// <inheritdoc/>
    public void VisitResidual(Model block, Model? shortcut)
    {
        var (start, shape) = (graph.Current, _image);
        block.Accept(this);
        (var sum, graph.Current, _image) = (graph.Current, start, shape);
        shortcut?.Accept(this);
        graph.Then("Add", sum);
    }

    /// <inheritdoc/>
    public void VisitDropout()
    {
    }

    /// <inheritdoc/>
    public void VisitCrop(ImageShape input, ImageShape output, int top, int left)
    {
        Reshape(input);
        graph.Node(
            "Slice",
            [
                graph.Current,
                graph.Integers(top, left),
                graph.Integers(top + output.Height, left + output.Width),
                graph.Integers(2, 3),
            ],
            []);
        _image = output;
    }

    /// <inheritdoc/>
    public void VisitActivation(Activation activation)
    {
        if (activation == Activation.Gelu)
        {
            AddGelu();
        }
        else
        {
            graph.Then(activation.ToString());
        }
    }

    /// <summary>Rows of outputs, whatever the shape of the last layer.</summary>
    public void Flatten()
    {
        if (_image is not null)
        {
            graph.Then("Flatten", Whole("axis", 1));
            _image = null;
        }
    }

    private static ProtoMessage[] Sizes(Window window) =>
    [
        Wholes("kernel_shape", window.Height, window.Width),
        Wholes("pads", window.Padding, window.Padding, window.Padding, window.Padding),
        Wholes("strides", window.Stride, window.Stride),
    ];

    private void Pool(string type, Window window, params ProtoMessage[] attributes)
    {
        Reshape(window.Input);
        graph.Then(type, [.. Sizes(window), .. attributes]);
        _image = new ImageShape(window.Input.Channels, window.OutputHeight, window.OutputWidth);
    }

    private void Reshape(ImageShape wanted)
    {
        if (_image != wanted)
        {
            graph.Then("Reshape", graph.Integers(-1, wanted.Channels, wanted.Height, wanted.Width));
            _image = wanted;
        }
    }

    /// <summary>x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2.</summary>
    private void AddGelu()
    {
        var x = graph.Current;
        graph.Then("Mul", x);
        graph.Then("Mul", graph.Number(0.044715f));
        graph.Then("Add", graph.Number(1));
        graph.Then("Mul", x);
        graph.Then("Mul", graph.Number(MathF.Sqrt(2 / MathF.PI)));
        graph.Then("Tanh");
        graph.Then("Add", graph.Number(1));
        graph.Then("Mul", x);
        graph.Then("Mul", graph.Number(0.5f));
    }

    /// <summary>The next tensor of the model, in its own shape or another.</summary>
    private string Weights(IReadOnlyList<int>? shape = null)
    {
        var tensor = _tensors[_tensor++];
        var length = tensor.Shape.Aggregate((product, extent) => product * extent);
        _weight += length;
        return graph.Constant(tensor.Name, shape ?? tensor.Shape, trained.Weights.Span.Slice(_weight - length, length));
    }
}
