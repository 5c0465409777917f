using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// Fully connected layer, outputs = inputs·Wᵀ + b; weights are W (outputs × inputs, row-major), then b.
/// </summary>
internal sealed class DenseLayer(int inputCount, int outputCount) : ILayer
{
    public int InputCount { get; } = inputCount;

    public int OutputCount { get; } = outputCount;

    public int WeightCount => checked(OutputCount * (InputCount + 1));

    public long Operations => 2L * InputCount * OutputCount;

    public bool IsInPlace => false;

    public string Description => $"dense({InputCount},{OutputCount})";

    public IReadOnlyList<WeightTensor> Tensors { get; } =
        [new WeightTensor("weight", [outputCount, inputCount]), new WeightTensor("bias", [outputCount])];

    public void Accept(ILayerVisitor visitor) => visitor.VisitDense(InputCount, OutputCount);

    public void Initialize(Random random, Activation? next, Span<float> weights) =>
        FirstWeights.Draw(random, InputCount, OutputCount, next, weights, OutputCount);

    public void Forward(IDevice device, DeviceVector weights, LayerState state) =>
        Evaluate(device, weights, state.Inputs, state.Outputs);

    public void Product(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceVector weightDirection,
        DeviceMatrix? inputDirection,
        DeviceMatrix result)
    {
        Evaluate(device, weightDirection, state.Inputs, result);
        if (inputDirection is { } direction)
        {
            device.Product(1, direction, Matrix(weights).Transposed, 1, result);
        }
    }

    public void TransposedProduct(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceVector weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        device.Product(1, slopes.Transposed, state.Inputs, 0, Matrix(weightSlopes));
        device.ColumnSums(slopes, Biases(weightSlopes));
        PassOn(device, weights, slopes, inputSlopes);
    }

    public void SampleProducts(
        IDevice device,
        DeviceVector weights,
        LayerState state,
        DeviceMatrix slopes,
        DeviceMatrix weightSlopes,
        DeviceMatrix? inputSlopes)
    {
        var matrixSize = InputCount * OutputCount;
        device.RowOuterProducts(slopes, state.Inputs, weightSlopes.Columns(0, matrixSize));
        device.Copy(slopes, weightSlopes.Columns(matrixSize, OutputCount));
        PassOn(device, weights, slopes, inputSlopes);
    }

    private void Evaluate(IDevice device, DeviceVector weights, DeviceMatrix inputs, DeviceMatrix outputs)
    {
        device.Product(1, inputs, Matrix(weights).Transposed, 0, outputs);
        device.AddRow(Biases(weights), outputs);
    }

    /// <summary>From slopes of the outputs to those of the inputs.</summary>
    internal void PassOn(IDevice device, DeviceVector weights, DeviceMatrix slopes, DeviceMatrix? inputSlopes)
    {
        if (inputSlopes is { } result)
        {
            device.Product(1, slopes, Matrix(weights), 0, result);
        }
    }

    private DeviceMatrix Matrix(DeviceVector weights) =>
        weights.Slice(0, InputCount * OutputCount).AsMatrix(OutputCount, InputCount);

    private DeviceVector Biases(DeviceVector weights) => weights.Slice(InputCount * OutputCount, OutputCount);
}
