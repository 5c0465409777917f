using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>
/// D = diag(p) − p·pᵀ = B·Bᵀ with B = (I − p·1ᵀ)·diag(√p), p the softmax of the outputs of one sample.
/// </summary>
internal sealed class SoftmaxCurvature(IDevice device) : ICurvature
{
    /// <summary>Numbers of a Jacobian that pass all steps before the next ones, 1 MiB.</summary>
    private const long CachedNumbers = 1 << 18;

    private readonly GrowingBuffer _probabilityMemory = new(device);
    private readonly GrowingBuffer _columnMemory = new(device);
    private readonly GrowingBuffer _rootMemory = new(device);
    private readonly GrowingBuffer _dotMemory = new(device);
    private readonly GrowingBuffer _meanMemory = new(device);
    private DeviceMatrix _probabilities;

    public double? Uniform => null;

    public void Refresh(DeviceMatrix outputs)
    {
        _probabilities = _probabilityMemory.Matrix(outputs.RowCount, outputs.ColumnCount);
        device.RowSoftmax(outputs, _probabilities);
    }

    public void Multiply(DeviceMatrix directions, DeviceMatrix result)
    {
        var dots = _dotMemory.Vector(directions.RowCount);
        device.RowDots(_probabilities, directions, dots);
        device.Multiply(_probabilities.AsVector(), directions.AsVector(), result.AsVector());
        device.AddScaledRows(-1, dots, _probabilities, 1, result);
    }

    public void MultiplyRoot(DeviceMatrix jacobian, DeviceMatrix result)
    {
        var (samples, outputs) = (_probabilities.RowCount, _probabilities.ColumnCount);
        var columns = _columnMemory.Matrix(outputs, samples);
        var roots = _rootMemory.Matrix(outputs, samples);
        device.Copy(_probabilities.Transposed, columns);
        device.Map(ElementFunction.SquareRoot, columns.AsVector(), roots.AsVector());
        var atOnce = (int)Math.Clamp(CachedNumbers / ((long)outputs * jacobian.ColumnCount), 1, Math.Max(samples, 1));
        for (var first = 0; first < samples; first += atOnce)
        {
            var count = Math.Min(atOnce, samples - first);
            MultiplyRoot(
                columns.Columns(first, count),
                roots.Columns(first, count),
                jacobian.Rows(first * outputs, count * outputs),
                result.Rows(first * outputs, count * outputs));
        }
    }

    public void MultiplyRootTransposed(DeviceMatrix directions, DeviceMatrix result)
    {
        var roots = _rootMemory.Matrix(directions.RowCount, directions.ColumnCount);
        var dots = _dotMemory.Vector(directions.RowCount);
        device.Map(ElementFunction.SquareRoot, _probabilities.AsVector(), roots.AsVector());
        device.RowDots(roots, directions, dots);
        device.Multiply(roots.AsVector(), directions.AsVector(), result.AsVector());
        device.AddScaledRows(-1, dots, _probabilities, 1, result);
    }

    /// <summary>Of some samples, so few that their rows stay in a cache for all passes.</summary>
    private void MultiplyRoot(DeviceMatrix columns, DeviceMatrix roots, DeviceMatrix jacobian, DeviceMatrix result)
    {
        var (outputs, samples) = (columns.RowCount, columns.ColumnCount);
        var mean = _meanMemory.Matrix(samples, jacobian.ColumnCount);
        for (var output = 0; output < outputs; output++)
        {
            device.AddScaledRows(1, columns.Row(output), jacobian.EveryRow(output, outputs), output == 0 ? 0 : 1, mean);
        }

        for (var output = 0; output < outputs; output++)
        {
            var rows = result.EveryRow(output, outputs);
            device.AddScaledRows(1, roots.Row(output), jacobian.EveryRow(output, outputs), 0, rows);
            device.AddScaledRows(-1, roots.Row(output), mean, 1, rows);
        }
    }
}
