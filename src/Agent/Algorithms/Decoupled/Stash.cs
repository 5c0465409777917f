using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>What a module keeps of a minibatch from its forward to its backward sweep.</summary>
internal sealed class Stash
{
    private readonly IDevice _device;
    private readonly Model _module;
    private readonly ModelWorkspace _workspace;
    private readonly DeviceVector _inputs;
    private readonly DeviceVector _weights;
    private int _rows;

    /// <summary>Makes the room for minibatches of up to so many rows.</summary>
    public Stash(IDevice device, Model module, int largestBatch)
    {
        (_device, _module, _workspace) = (device, module, module.CreateWorkspace(device));
        _inputs = device.Allocate(checked(largestBatch * module.InputCount));
        _weights = device.Allocate(module.WeightCount);
    }

    /// <summary>The step of the forward sweep, −1 before the first.</summary>
    public int Step { get; private set; } = -1;

    /// <summary>The weights of the forward sweep.</summary>
    public DeviceVector Weights => _weights;

    private DeviceMatrix Inputs => _inputs.Slice(0, _rows * _module.InputCount).AsMatrix(_rows, _module.InputCount);

    /// <summary>The forward sweep of a step; the result lasts until the next one.</summary>
    /// <param name="step">The step.</param>
    /// <param name="inputs">Samples × inputs.</param>
    /// <param name="weights">The weights, of which a copy is kept.</param>
    /// <param name="noiseKey">From which the module draws its noise.</param>
    public DeviceMatrix Forward(int step, DeviceMatrix inputs, DeviceVector weights, ulong noiseKey)
    {
        (Step, _rows) = (step, inputs.RowCount);
        _device.Copy(inputs, Inputs);
        _device.Copy(weights, _weights);
        _workspace.NoiseKey = noiseKey;
        return _module.Forward(_workspace, _weights, Inputs);
    }

    /// <summary>The backward sweep: slopes of the weights, and of the inputs where wanted.</summary>
    public void Backward(DeviceVector weights, DeviceMatrix slopes, DeviceVector result, DeviceMatrix? inputSlopes) =>
        _module.TransposedProduct(_workspace, weights, slopes, result, inputSlopes);

    /// <summary>Puts all into a state: inputs and weights, from which the activations follow.</summary>
    public void Save(AlgorithmState state, string name)
    {
        state.Set($"{name}.Step", Step);
        state.Set($"{name}.Rows", _rows);
        if (Step >= 0)
        {
            state.Set($"{name}.Inputs", _device.Stage(Inputs.AsVector()));
            state.Set($"{name}.Weights", _device.Stage(_weights));
        }
    }

    /// <summary>Takes it up again, with the noise that a step had.</summary>
    public void Load(AlgorithmState state, string name, Func<int, ulong> noiseKeyOf)
    {
        Step = (int)state.Number($"{name}.Step");
        _rows = (int)state.Number($"{name}.Rows");
        if (Step >= 0)
        {
            _device.Upload(state.Vector($"{name}.Inputs", Inputs.AsVector().Length), Inputs.AsVector());
            _device.Upload(state.Vector($"{name}.Weights", _weights.Length), _weights);
            _workspace.NoiseKey = noiseKeyOf(Step);
            _module.Forward(_workspace, _weights, Inputs);
        }
    }
}
