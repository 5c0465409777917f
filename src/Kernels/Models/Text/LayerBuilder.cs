using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models.Text;

/// <summary>Adds layers one after the other and knows the shape of what has come out so far.</summary>
internal sealed class LayerBuilder(ImageShape? image, int inputs, int outputs)
{
    private readonly List<ILayer> _layers = [];
    private ImageShape? _image = image;
    private int _count = inputs;

    /// <summary>Adds a layer; its place in the list tells its noise from that of others.</summary>
    public void Add(LayerText layer, int index)
    {
        switch (layer.Name)
        {
            case "conv":
                AddConvolution(layer);
                break;
            case "maxpool" or "avgpool":
                AddPool(layer);
                break;
            case "groupnorm":
                AddNorm(Image(layer), layer.Number("groups", 1));
                break;
            case "residual":
                AddResidual(layer);
                break;
            case "dropout":
                _layers.Add(new DropoutLayer(_count, layer.Share("rate"), index));
                break;
            case "crop":
                AddCrop(layer, index);
                break;
            case "flatten":
                _image = null;
                break;
            case "dense":
                AddDense(layer.Number("units", 1, outputs));
                break;
            default:
                AddActivation(Enum.Parse<Activation>(layer.Name, ignoreCase: true));
                break;
        }

        // Overflows where the weights are more than an array holds.
        _ = _layers.Sum(added => added.WeightCount);
    }

    /// <summary>The model; <paramref name="end"/> is the number of layers in words.</summary>
    public Model ToModel(int end)
    {
        if (_layers.Count == 0 || _count != outputs)
        {
            throw new LayerTextException(
                Math.Max(end - 1, 0),
                $"{_count} numbers come out of the last layer, {outputs} are needed; let the last be dense");
        }

        return new Model(_layers);
    }

    private void AddConvolution(LayerText layer)
    {
        var (height, width) = layer.Size("size")!.Value;
        AddConvolution(
            layer.Number("channels", 1),
            new Window(Image(layer), height, width, layer.Number("stride", 1, 1), layer.Number("pad", 0, 0)));
    }

    private void AddConvolution(int channels, Window window)
    {
        var layer = new ConvolutionLayer(window, channels);
        Put(layer, layer.Output);
    }

    private void AddPool(LayerText layer)
    {
        var input = Image(layer);
        var (height, width) = layer.Size("size") ?? (input.Height, input.Width);
        var padding = layer.Number("pad", 0, 0);
        var isPlane = (height, width, padding) == (input.Height, input.Width, 0);
        if (height != width && !isPlane && !layer.Has("stride"))
        {
            throw layer.Fault(
                $"a window of {height}x{width} has no stride that fits both directions; give one, such as stride=1");
        }

        var window = new Window(input, height, width, layer.Number("stride", 1, Math.Max(height, width)), padding);
        var output = new ImageShape(input.Channels, window.OutputHeight, window.OutputWidth);
        Put(layer.Name == "maxpool" ? new MaxPoolLayer(window) : new AveragePoolLayer(window), output);
    }

    private void AddNorm(ImageShape shape, int groups) => Put(new GroupNormLayer(shape, groups), shape);

    /// <summary>
    /// The basic block of a residual network, two convolutions of 3 x 3, and a projection where the shape changes; the
    /// activation after the sum belongs to it.
    /// </summary>
    private void AddResidual(LayerText layer)
    {
        var (input, channels) = (Image(layer), layer.Number("channels", 1));
        var (stride, groups) = (layer.Number("stride", 1, 1), layer.Number("groups", 1, 8));
        var block = new LayerBuilder(input, input.Count, 0);
        block.AddConvolution(channels, new Window(input, 3, 3, stride, 1));
        var output = block._image!.Value;
        block.AddNorm(output, groups);
        block.AddActivation(Activation.Relu);
        block.AddConvolution(channels, new Window(output, 3, 3, 1, 1));
        block.AddNorm(output, groups);
        var shortcut = new LayerBuilder(input, input.Count, 0);
        if (output != input)
        {
            shortcut.AddConvolution(channels, new Window(input, 1, 1, stride, 0));
            shortcut.AddNorm(output, groups);
        }

        var direct = shortcut._layers.Count == 0 ? null : new Model(shortcut._layers);
        Put(new ResidualLayer(new Model(block._layers), direct), output);
        AddActivation(Activation.Relu);
    }

    private void AddCrop(LayerText layer, int index)
    {
        var (input, (height, width)) = (Image(layer), layer.Size("size")!.Value);
        if (height > input.Height || width > input.Width)
        {
            throw layer.Fault($"{height}x{width} is larger than the image {input}");
        }

        Put(new CropLayer(input, height, width, index), new ImageShape(input.Channels, height, width));
    }

    private void AddDense(int units)
    {
        _layers.Add(new DenseLayer(_count, units));
        (_image, _count) = (null, units);
    }

    private void AddActivation(Activation activation) => _layers.Add(new ActivationLayer(activation, _count));

    private void Put(ILayer layer, ImageShape output)
    {
        _layers.Add(layer);
        (_image, _count) = (output, output.Count);
    }

    private ImageShape Image(LayerText layer) =>
        _image ?? throw layer.Fault(
            $"{layer.Name} needs an image, but {_count} numbers without a shape come in "
            + "(model.image gives the shape of the data)");
}
