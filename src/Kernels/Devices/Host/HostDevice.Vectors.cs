using System.Buffers;

namespace Murmuration.Kernels.Devices.Host;

/// <summary>Element by element maps and reductions.</summary>
public sealed partial class HostDevice
{
    /// <inheritdoc/>
    public void Map(ElementFunction function, DeviceVector x, DeviceVector result)
    {
        Shapes.RequireSame(x, result);
        switch (function)
        {
            case ElementFunction.Tanh:
                VectorMath.Tanh(Span(x), Span(result), _pool);
                break;
            case ElementFunction.Sigmoid:
                VectorMath.Sigmoid(Span(x), Span(result), _pool);
                break;
            case ElementFunction.Relu:
                VectorMath.Relu(Span(x), Span(result), _pool);
                break;
            case ElementFunction.Exp:
                VectorMath.Exp(Span(x), Span(result), _pool);
                break;
            case ElementFunction.Softplus:
                VectorMath.Softplus(Span(x), Span(result), _pool);
                break;
            case ElementFunction.Gelu:
                VectorMath.Gelu(Span(x), Span(result), _pool);
                break;
            case ElementFunction.SquareRoot:
                System.Numerics.Tensors.TensorPrimitives.Sqrt(Span(x), Span(result));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown function.");
        }
    }

    /// <inheritdoc/>
    public void MultiplyBySlope(
        ElementFunction function, DeviceVector value, DeviceVector upstream, DeviceVector result)
    {
        Shapes.RequireSame(value, upstream);
        Shapes.RequireSame(value, result);
        switch (function)
        {
            case ElementFunction.Tanh:
                VectorMath.TanhBackward(Span(value), Span(upstream), Span(result), _pool);
                break;
            case ElementFunction.Sigmoid:
                VectorMath.SigmoidBackward(Span(value), Span(upstream), Span(result), _pool);
                break;
            case ElementFunction.Relu:
                VectorMath.ReluBackward(Span(value), Span(upstream), Span(result), _pool);
                break;
            case ElementFunction.Softplus:
                VectorMath.SoftplusBackward(Span(value), Span(upstream), Span(result), _pool);
                break;
            case ElementFunction.Gelu:
                VectorMath.GeluBackward(Span(value), Span(upstream), Span(result), _pool);
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(function), function, "The slope of this function is not known.");
        }
    }

    /// <inheritdoc/>
    public void Multiply(DeviceVector x, DeviceVector y, DeviceVector result)
    {
        Shapes.RequireSame(x, y);
        Shapes.RequireSame(x, result);
        VectorMath.Multiply(Span(x), Span(y), Span(result), _pool);
    }

    /// <inheritdoc/>
    public void Combine(float a, DeviceVector x, float b, DeviceVector y, DeviceVector result)
    {
        Shapes.RequireSame(x, y);
        Shapes.RequireSame(x, result);
        VectorMath.Combine(a, Span(x), b, Span(y), Span(result), _pool);
    }

    /// <inheritdoc/>
    public void AddScaled(float a, DeviceVector x, DeviceVector y)
    {
        Shapes.RequireSame(x, y);
        VectorMath.AddScaled(a, Span(x), Span(y), _pool);
    }

    /// <inheritdoc/>
    public void DivideByRoot(DeviceVector x, DeviceVector y, float floor, DeviceVector result)
    {
        Shapes.RequireSame(x, y);
        Shapes.RequireSame(x, result);
        VectorMath.DivideByRoot(Span(x), Span(y), floor, Span(result), _pool);
    }

    /// <inheritdoc/>
    public void SoftThreshold(DeviceVector x, float threshold, DeviceVector result)
    {
        Shapes.RequireSame(x, result);
        VectorMath.SoftThreshold(Span(x), threshold, Span(result), _pool);
    }

    /// <inheritdoc/>
    public void Mix(ReadOnlySpan<ReadOnlyMemory<float>> inputs, ReadOnlySpan<double> weights, DeviceVector result)
    {
        Shapes.RequireLength(inputs.Length, weights.Length);
        foreach (var input in inputs)
        {
            Shapes.RequireLength(input.Length, result.Length);
        }

        VectorMath.Mix(inputs, weights, Span(result), _pool);
    }

    /// <inheritdoc/>
    public void Mix(ReadOnlySpan<DeviceVector> inputs, ReadOnlySpan<double> weights, DeviceVector result)
    {
        Shapes.RequireLength(inputs.Length, weights.Length);
        var staged = ArrayPool<ReadOnlyMemory<float>>.Shared.Rent(inputs.Length);
        for (var k = 0; k < inputs.Length; k++)
        {
            staged[k] = Stage(inputs[k]);
        }

        Mix(staged.AsSpan(0, inputs.Length), weights, result);
        ArrayPool<ReadOnlyMemory<float>>.Shared.Return(staged, clearArray: true);
    }

    /// <inheritdoc/>
    public double Dot(DeviceVector x, DeviceVector y)
    {
        Shapes.RequireSame(x, y);
        return VectorMath.Dot(Span(x), Span(y), _pool);
    }

    /// <inheritdoc/>
    public double SquaredNorm(DeviceVector x) => VectorMath.SquaredNorm(Span(x), _pool);

    /// <inheritdoc/>
    public double SquaredDistance(DeviceVector x, DeviceVector y)
    {
        Shapes.RequireSame(x, y);
        return VectorMath.SquaredDistance(Span(x), Span(y), _pool);
    }

    /// <inheritdoc/>
    public double Sum(DeviceVector x) => VectorMath.Sum(Span(x), _pool);

    /// <inheritdoc/>
    public double AbsoluteSum(DeviceVector x) => VectorMath.SumAbs(Span(x), _pool);

    /// <inheritdoc/>
    public double MaxAbs(DeviceVector x) => VectorMath.MaxAbs(Span(x));
}
