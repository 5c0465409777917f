using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>w ← w − η (h + λ w).</summary>
internal sealed class SgdRule(IDevice device, double weightDecay) : IStepRule
{
    public void LookAhead(DeviceVector weights)
    {
    }

    public void Step(double stepSize, DeviceVector gradient, DeviceVector weights)
    {
        if (weightDecay > 0)
        {
            device.AddScaled((float)weightDecay, weights, gradient);
        }

        device.AddScaled((float)-stepSize, gradient, weights);
    }

    public void Reset()
    {
    }

    public void Save(AlgorithmState state)
    {
    }

    public void Load(AlgorithmState state)
    {
    }
}
