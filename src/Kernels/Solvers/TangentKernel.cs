using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// The empirical neural tangent kernel J·Jᵀ of a model, and G·Gᵀ with G = Bᵀ·J, where all weights are in dense layers:
/// the slope of an output in a matrix W is an outer product δ·xᵀ, so that no Jacobian is needed but
/// Σ (Δ·Δᵀ) ∘ (X·Xᵀ + 1) over the layers, Δ the slopes of all outputs in the layer's, X its inputs. Row and column
/// a·samples + s are output a of sample s.
/// </summary>
internal sealed class TangentKernel
{
    /// <summary>Operations that passing over an entry of the kernel is worth, for every layer.</summary>
    private const double Passes = 16;

    private readonly Model _model;
    private readonly ModelWorkspace _workspace;
    private readonly DeviceVector _weights;
    private readonly IDevice _device;
    private readonly GrowingBuffer[] _slopeMemory;
    private readonly GrowingBuffer _unitMemory;
    private readonly GrowingBuffer _slopeProductMemory;
    private readonly GrowingBuffer _inputProductMemory;

    /// <summary>At the weights and inputs of the workspace's last evaluation.</summary>
    public TangentKernel(Model model, ModelWorkspace workspace, DeviceVector weights)
    {
        (_model, _workspace, _weights, _device) = (model, workspace, weights, workspace.Device);
        _slopeMemory = [.. model.Layers.Select(_ => new GrowingBuffer(_device))];
        _unitMemory = new GrowingBuffer(_device);
        _slopeProductMemory = new GrowingBuffer(_device);
        _inputProductMemory = new GrowingBuffer(_device);
    }

    private int RowCount => _workspace.SampleCount * _model.OutputCount;

    /// <summary>
    /// What the kernel costs; null where it cannot be had: for a model with weights in other layers or with slopes that
    /// no array holds.
    /// </summary>
    public static KernelCost? Cost(Model model, int samples)
    {
        var rows = (double)samples * model.OutputCount;
        if (!model.Layers.All(layer =>
            layer is FixedLayer || (layer is DenseLayer && rows * layer.OutputCount <= SolverChoice.LargestMatrix)))
        {
            return null;
        }

        var dense = model.Layers.OfType<DenseLayer>().ToArray();
        var operations = dense.Sum(layer =>
                (rows * rows * (layer.OutputCount + Passes)) + (2.0 * samples * samples * layer.InputCount))
            + dense.Skip(1).Sum(layer => 2.0 * rows * layer.InputCount * layer.OutputCount);
        return new(operations, (long)rows * dense.Sum(static layer => (long)layer.OutputCount));
    }

    /// <summary>Lower triangle of G·Gᵀ for consecutive weights.</summary>
    public void Form(ICurvature curvature, int offset, int length, DeviceMatrix result)
    {
        var first = 0;
        while (_model.LayerOffset(first + 1) <= offset)
        {
            first++;
        }

        for (var output = 0; output < _model.OutputCount; output++)
        {
            PassSlopes(curvature, output, first);
        }

        _device.Fill(0, result.AsVector());
        for (var layer = first; layer < _model.LayerCount; layer++)
        {
            var (from, to) = (offset - _model.LayerOffset(layer), offset + length - _model.LayerOffset(layer));
            if (to > 0 && _model.Layers[layer] is DenseLayer dense)
            {
                AddLayer(layer, dense, Math.Max(from, 0), Math.Min(to, dense.WeightCount), result);
            }
        }
    }

    /// <summary>Rows a·samples … of every Δ, a being the output: Bᵀ passed back through the model.</summary>
    private void PassSlopes(ICurvature curvature, int output, int firstLayer)
    {
        var last = _model.LayerCount - 1;
        var unit = _unitMemory.Matrix(_workspace.SampleCount, _model.OutputCount);
        var passed = Slopes(last, output);
        _device.Fill(0, unit.AsVector());
        _device.AddRow(_workspace.UnitRow(output), unit);
        curvature.MultiplyRootTransposed(unit, passed);
        for (var k = last; k > firstLayer; k--)
        {
            var (layer, state, input) = (_model.Layers[k], _workspace.State(k), Slopes(k - 1, output));
            if (layer is DenseLayer dense)
            {
                dense.PassOn(_device, _weights.Slice(_model.LayerOffset(k), dense.WeightCount), passed, input);
            }
            else
            {
                layer.TransposedProduct(_device, default, state, passed, default, input);
            }

            passed = input;
        }
    }

    /// <summary>Where the slopes of an output in those of a layer belong: only dense layers keep them.</summary>
    private DeviceMatrix Slopes(int layer, int output) => _model.Layers[layer] is DenseLayer
        ? Slopes(layer).Rows(output * _workspace.SampleCount, _workspace.SampleCount)
        : _workspace.Between(layer, _model.Layers[layer].OutputCount);

    private DeviceMatrix Slopes(int layer) =>
        _slopeMemory[layer].Matrix(RowCount, _model.Layers[layer].OutputCount);

    /// <summary>
    /// Adds the part of some consecutive weights of a layer: a row of W that is cut at its front, whole rows, a row
    /// that is cut at its end, and biases.
    /// </summary>
    private void AddLayer(int layer, DenseLayer dense, int from, int to, DeviceMatrix result)
    {
        var width = dense.InputCount;
        var size = width * dense.OutputCount;
        if (to - from == dense.WeightCount)
        {
            AddRectangle(layer, 0, dense.OutputCount, 0, width, 1, result);
            return;
        }

        var biases = (Start: Math.Max(from, size) - size, End: Math.Max(to, size) - size);
        (from, to) = (Math.Min(from, size), Math.Min(to, size));
        var (firstRow, lastRow) = ((from + width - 1) / width, to / width);
        if (firstRow > lastRow)
        {
            AddRectangle(layer, lastRow, 1, from % width, to - from, 0, result);
        }
        else
        {
            AddRectangle(layer, firstRow - 1, 1, from % width, (firstRow * width) - from, 0, result);
            AddRectangle(layer, firstRow, lastRow - firstRow, 0, width, 0, result);
            AddRectangle(layer, lastRow, 1, 0, to - (lastRow * width), 0, result);
        }

        if (biases.End > biases.Start)
        {
            _device.SymmetricProduct(1, Slopes(layer).Columns(biases.Start, biases.End - biases.Start), 1, result);
        }
    }

    /// <summary>
    /// Adds the part of the entries of W in some rows and columns; with a shift of 1 also that of the rows' biases.
    /// </summary>
    private void AddRectangle(
        int layer, int firstRow, int rowCount, int firstColumn, int columnCount, float shift, DeviceMatrix result)
    {
        if (rowCount == 0 || columnCount == 0)
        {
            return;
        }

        var inputs = _workspace.State(layer).Inputs.Columns(firstColumn, columnCount);
        var inputProducts = _inputProductMemory.Matrix(inputs.RowCount, inputs.RowCount);
        var slopeProducts = _slopeProductMemory.Matrix(RowCount, RowCount);
        _device.Fill(shift, inputProducts.AsVector());
        _device.Product(1, inputs, inputs.Transposed, 1, inputProducts);
        _device.SymmetricProduct(1, Slopes(layer).Columns(firstRow, rowCount), 0, slopeProducts);
        _device.AddTiled(slopeProducts, inputProducts, result);
    }
}
