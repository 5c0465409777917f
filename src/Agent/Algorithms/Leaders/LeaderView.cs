using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Leaders;

/// <summary>A leader's weights as they came last.</summary>
/// <param name="device">Where they live.</param>
/// <param name="weightCount">Q.</param>
internal sealed class LeaderView(IDevice device, int weightCount)
{
    /// <summary>x̃.</summary>
    public DeviceVector Weights { get; } = device.Allocate(weightCount);

    /// <summary>Whether somebody else leads, and its weights have come.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Takes weights that have come.</summary>
    public void Learn(ReadOnlySpan<float> weights)
    {
        device.Upload(weights, Weights);
        IsKnown = true;
    }

    /// <summary>The agent itself leads now.</summary>
    public void Forget() => IsKnown = false;

    /// <summary>Puts them into a state.</summary>
    public void Save(AlgorithmState state, string name)
    {
        state.Set($"{name}.{nameof(IsKnown)}", IsKnown ? 1 : 0);
        state.Set(name, device.Stage(Weights));
    }

    /// <summary>Takes them up again.</summary>
    public void Load(AlgorithmState state, string name)
    {
        IsKnown = state.Number($"{name}.{nameof(IsKnown)}") > 0;
        device.Upload(state.Vector(name, weightCount), Weights);
    }
}
