using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>Nesterov's momentum in the original form, which takes the gradient ahead.</summary>
/// <remarks>
/// I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the importance of initialization and momentum in deep learning",
/// ICML 2013, equations 3 and 4; with weight decay h + λ (w + δ v) in place of h:
/// v ← δ v − η h(w + δ v),   w ← w + v
/// </remarks>
internal sealed class NesterovRule(IDevice device, int weightCount, double momentum, double weightDecay) : IStepRule
{
    private const string Velocity = "Velocity";

    private readonly DeviceVector _velocity = device.Allocate(weightCount);

    public void LookAhead(DeviceVector weights) => device.AddScaled((float)momentum, _velocity, weights);

    /// <summary>The weights are w + δ v already, so that −η h is all they lack.</summary>
    public void Step(double stepSize, DeviceVector gradient, DeviceVector weights)
    {
        if (weightDecay > 0)
        {
            device.AddScaled((float)weightDecay, weights, gradient);
        }

        device.AddScaled((float)-stepSize, gradient, weights);
        device.Combine((float)momentum, _velocity, (float)-stepSize, gradient, _velocity);
    }

    public void Reset() => device.Fill(0, _velocity);

    public void Save(AlgorithmState state) => state.Set(Velocity, device.Stage(_velocity));

    public void Load(AlgorithmState state) => device.Upload(state.Vector(Velocity, weightCount), _velocity);
}
