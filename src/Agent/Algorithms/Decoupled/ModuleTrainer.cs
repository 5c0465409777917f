using System.Globalization;
using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>
/// Forward and backward sweeps of one module, several minibatches apart: so many stashes as there are steps from one to
/// the other, and one.
/// </summary>
internal sealed class ModuleTrainer
{
    private readonly IDevice _device;
    private readonly Model _module;
    private readonly ILoss _loss;
    private readonly bool _usesStashedWeights;
    private readonly int _delay;
    private readonly Stash[] _stashes;
    private readonly DeviceVector _slopes;

    /// <summary>Makes all the room that it will ever need.</summary>
    /// <param name="problem">The agent's problem, of which the loss and the device count.</param>
    /// <param name="module">The module.</param>
    /// <param name="delay">Steps from the forward to the backward sweep of a minibatch.</param>
    /// <param name="options">Minibatch and convention of the weights.</param>
    public ModuleTrainer(LocalProblem problem, Model module, int delay, AlgorithmOptions options)
    {
        (_device, _module, _loss, _delay) = (problem.Device, module, problem.Objective.Loss, delay);
        _usesStashedWeights = options.Decoupled.Weights == StaleWeights.Stashed;
        _stashes = [.. Enumerable.Range(0, delay + 1).Select(_ => new Stash(_device, module, options.Minibatch))];
        _slopes = _device.Allocate(delay == 0 ? checked(options.Minibatch * module.OutputCount) : 0);
        Gradient = _device.Allocate(module.WeightCount);
    }

    /// <summary>The gradient of the last backward sweep.</summary>
    public DeviceVector Gradient { get; }

    /// <summary>Forward sweep of the minibatch of a step; the result lasts until the next one.</summary>
    /// <param name="step">The step.</param>
    /// <param name="inputs">Samples × inputs.</param>
    /// <param name="weights">The present weights.</param>
    /// <param name="noiseKey">From which the module draws its noise.</param>
    public DeviceMatrix Forward(int step, DeviceMatrix inputs, DeviceVector weights, ulong noiseKey = 0) =>
        StashOf(step).Forward(step, inputs, weights, noiseKey);

    /// <summary>In the last module: the loss of what the forward sweep of this step gave, and its backward
    /// sweep.</summary>
    /// <returns>scale · Σ loss.</returns>
    public double BackwardFromLoss(
        int step, DeviceMatrix outputs, DeviceMatrix targets, double scale, DeviceMatrix? inputSlopes)
    {
        var slopes = _slopes.Slice(0, outputs.AsVector().Length).AsMatrix(outputs.RowCount, outputs.ColumnCount);
        var cost = _loss.Cost(_device, outputs, targets, slopes);
        _loss.Slope(_device, outputs, targets, slopes);
        _device.Combine((float)scale, slopes.AsVector(), 0, slopes.AsVector(), slopes.AsVector());
        var stash = StashOf(step);
        stash.Backward(stash.Weights, slopes, Gradient, inputSlopes);
        return scale * cost;
    }

    /// <summary>In all other modules: backward sweep of the minibatch whose forward sweep was the delay ago.</summary>
    /// <param name="step">The present step.</param>
    /// <param name="slopes">Slopes of the module's outputs for that minibatch.</param>
    /// <param name="weights">The present weights.</param>
    /// <param name="inputSlopes">Receives the slopes of the inputs, null in the first module.</param>
    public void Backward(int step, DeviceMatrix slopes, DeviceVector weights, DeviceMatrix? inputSlopes)
    {
        var stash = StashOf(step - _delay);
        stash.Backward(WeightsFor(step, weights), slopes, Gradient, inputSlopes);
    }

    /// <summary>The weights at which the backward sweep of a step takes the gradient.</summary>
    public DeviceVector WeightsFor(int step, DeviceVector weights) =>
        _usesStashedWeights ? StashOf(step - _delay).Weights : weights;

    /// <summary>Puts the stashes into a state.</summary>
    public void Save(AlgorithmState state)
    {
        for (var k = 0; k < _stashes.Length; k++)
        {
            _stashes[k].Save(state, Name(k));
        }
    }

    /// <summary>Takes them up again, with the noise that each step had.</summary>
    public void Load(AlgorithmState state, Func<int, ulong> noiseKeyOf)
    {
        for (var k = 0; k < _stashes.Length; k++)
        {
            _stashes[k].Load(state, Name(k), noiseKeyOf);
        }
    }

    private Stash StashOf(int step) => _stashes[step % _stashes.Length];

    private static string Name(int stash) => string.Create(CultureInfo.InvariantCulture, $"Stash{stash}");
}
