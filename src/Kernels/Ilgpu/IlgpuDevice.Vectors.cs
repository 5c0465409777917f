using ILGPU;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Ilgpu.Programs;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>Element by element maps.</summary>
internal sealed partial class IlgpuDevice
{
    private readonly ElementProgram<ElementArguments> _tanh = Map<Activations.Tanh>(accelerator);
    private readonly ElementProgram<ElementArguments> _sigmoid = Map<Activations.Sigmoid>(accelerator);
    private readonly ElementProgram<ElementArguments> _relu = Map<Activations.Relu>(accelerator);
    private readonly ElementProgram<ElementArguments> _exp = Map<Activations.Exp>(accelerator);
    private readonly ElementProgram<ElementArguments> _softplus = Map<Activations.Softplus>(accelerator);
    private readonly ElementProgram<ElementArguments> _squareRoot = Map<Activations.SquareRoot>(accelerator);
    private readonly ElementProgram<ElementArguments> _gelu = Map<Activations.Gelu>(accelerator);
    private readonly ElementProgram<ElementArguments> _tanhSlope = Map<Slopes.Tanh>(accelerator);
    private readonly ElementProgram<ElementArguments> _sigmoidSlope = Map<Slopes.Sigmoid>(accelerator);
    private readonly ElementProgram<ElementArguments> _reluSlope = Map<Slopes.Relu>(accelerator);
    private readonly ElementProgram<ElementArguments> _softplusSlope = Map<Slopes.Softplus>(accelerator);
    private readonly ElementProgram<ElementArguments> _geluSlope = Map<Slopes.Gelu>(accelerator);
    private readonly ElementProgram<ElementArguments> _product = Map<Combinations.Product>(accelerator);
    private readonly ElementProgram<ElementArguments> _sum = Map<Combinations.Sum>(accelerator);
    private readonly ElementProgram<ElementArguments> _quotient = Map<Combinations.QuotientByRoot>(accelerator);
    private readonly ElementProgram<ElementArguments> _threshold = Map<Combinations.SoftThreshold>(accelerator);
    private readonly ElementProgram<MaskArguments> _mask = new(accelerator, Masking.Mask);

    /// <inheritdoc/>
    public void Map(ElementFunction function, DeviceVector x, DeviceVector result)
    {
        var program = function switch
        {
            ElementFunction.Tanh => _tanh,
            ElementFunction.Sigmoid => _sigmoid,
            ElementFunction.Relu => _relu,
            ElementFunction.Exp => _exp,
            ElementFunction.Softplus => _softplus,
            ElementFunction.SquareRoot => _squareRoot,
            ElementFunction.Gelu => _gelu,
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "Unknown function."),
        };
        Run(program, x, x, result);
    }

    /// <inheritdoc/>
    public void MultiplyBySlope(
        ElementFunction function, DeviceVector value, DeviceVector upstream, DeviceVector result)
    {
        var program = function switch
        {
            ElementFunction.Tanh => _tanhSlope,
            ElementFunction.Sigmoid => _sigmoidSlope,
            ElementFunction.Relu => _reluSlope,
            ElementFunction.Softplus => _softplusSlope,
            ElementFunction.Gelu => _geluSlope,
            _ => throw new ArgumentOutOfRangeException(
                nameof(function), function, "The slope of this function is not known."),
        };
        Run(program, value, upstream, result);
    }

    /// <inheritdoc/>
    public void Multiply(DeviceVector x, DeviceVector y, DeviceVector result) => Run(_product, x, y, result);

    /// <inheritdoc/>
    public void Combine(float a, DeviceVector x, float b, DeviceVector y, DeviceVector result) =>
        Run(_sum, x, y, result, a, b);

    /// <inheritdoc/>
    public void AddScaled(float a, DeviceVector x, DeviceVector y) => Run(_sum, x, y, y, a, 1);

    /// <inheritdoc/>
    public void DivideByRoot(DeviceVector x, DeviceVector y, float floor, DeviceVector result) =>
        Run(_quotient, x, y, result, floor);

    /// <inheritdoc/>
    public void SoftThreshold(DeviceVector x, float threshold, DeviceVector result) =>
        Run(_threshold, x, x, result, threshold);

    /// <inheritdoc/>
    public void Mask(ulong key, double keep, DeviceVector x, DeviceVector result)
    {
        Shapes.RequireSame(x, result);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keep);
        _mask.Run(x.Length, new MaskArguments
        {
            X = View(x),
            Result = View(result),
            Key = key,
            Bound = (ulong)(keep * 4294967296.0),
            Scale = (float)(1 / keep),
        });
    }

    private static ElementProgram<ElementArguments> Map<TMap>(IAccelerator accelerator)
        where TMap : struct, IElementMap =>
        new(accelerator, Elements.Map<TMap>);

    private void Run(
        ElementProgram<ElementArguments> program,
        DeviceVector x,
        DeviceVector y,
        DeviceVector result,
        float a = 0,
        float b = 0)
    {
        Shapes.RequireSame(x, y);
        Shapes.RequireSame(x, result);
        program.Run(x.Length, new ElementArguments { X = View(x), Y = View(y), Result = View(result), A = a, B = b });
    }
}
