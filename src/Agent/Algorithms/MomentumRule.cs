using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>Gradient descent with heavy-ball momentum.</summary>
/// <remarks>
/// B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, with η outside the sum and
/// weight decay λ:   u ← m u + h + λ w,   w ← w − η u
/// </remarks>
internal sealed class MomentumRule(IDevice device, int weightCount, double momentum, double weightDecay) : IStepRule
{
    private const string Momentum = "Momentum";

    private readonly DeviceVector _momentum = device.Allocate(weightCount);

    public void LookAhead(DeviceVector weights)
    {
    }

    public void Step(double stepSize, DeviceVector gradient, DeviceVector weights)
    {
        if (weightDecay > 0)
        {
            device.AddScaled((float)weightDecay, weights, gradient);
        }

        device.Combine((float)momentum, _momentum, 1, gradient, _momentum);
        device.AddScaled((float)-stepSize, _momentum, weights);
    }

    public void Reset() => device.Fill(0, _momentum);

    public void Save(AlgorithmState state) => state.Set(Momentum, device.Stage(_momentum));

    public void Load(AlgorithmState state) => device.Upload(state.Vector(Momentum, weightCount), _momentum);
}
