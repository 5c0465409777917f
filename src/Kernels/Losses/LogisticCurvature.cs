using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>D = diag(σ(1 − σ)) and B its root, σ the logistic function of the outputs.</summary>
internal sealed class LogisticCurvature(IDevice device) : ICurvature
{
    private readonly GrowingBuffer _diagonalMemory = new(device);
    private readonly GrowingBuffer _rootMemory = new(device);
    private DeviceVector _diagonal;

    public double? Uniform => null;

    public void Refresh(DeviceMatrix outputs)
    {
        var scores = outputs.AsVector();
        var sigmoid = _rootMemory.Vector(scores.Length);
        _diagonal = _diagonalMemory.Vector(scores.Length);
        device.Map(ElementFunction.Sigmoid, scores, sigmoid);
        device.MultiplyBySlope(ElementFunction.Sigmoid, sigmoid, Ones(scores.Length), _diagonal);
    }

    public void Multiply(DeviceMatrix directions, DeviceMatrix result) =>
        device.Multiply(_diagonal, directions.AsVector(), result.AsVector());

    public void MultiplyRoot(DeviceMatrix jacobian, DeviceMatrix result)
    {
        var root = _rootMemory.Vector(_diagonal.Length);
        device.Map(ElementFunction.SquareRoot, _diagonal, root);
        device.AddScaledRows(1, root, jacobian, 0, result);
    }

    public void MultiplyRootTransposed(DeviceMatrix directions, DeviceMatrix result)
    {
        var root = _rootMemory.Vector(_diagonal.Length);
        device.Map(ElementFunction.SquareRoot, _diagonal, root);
        device.Multiply(root, directions.AsVector(), result.AsVector());
    }

    private DeviceVector Ones(int length)
    {
        var ones = _diagonalMemory.Vector(length);
        device.Fill(1, ones);
        return ones;
    }
}
