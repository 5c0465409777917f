using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>Adam with decoupled weight decay.</summary>
/// <remarks>
/// I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2, with η λ as its decay, so
/// that the decay follows the step size:
/// m ← β₁ m + (1 − β₁) h,   s ← β₂ s + (1 − β₂) h²,
/// w ← w − η λ w − η (m / (1 − β₁ᵗ)) / (√(s / (1 − β₂ᵗ)) + ε),   t the steps since the moments were zero
/// </remarks>
internal sealed class AdamWRule(IDevice device, int weightCount, OptimizerOptions options) : IStepRule
{
    private const string FirstMoment = "FirstMoment";
    private const string SecondMoment = "SecondMoment";
    private const string MomentSteps = "MomentSteps";

    private readonly DeviceVector _first = device.Allocate(weightCount);
    private readonly DeviceVector _second = device.Allocate(weightCount);
    private readonly DeviceVector _squares = device.Allocate(weightCount);
    private int _steps;

    public void LookAhead(DeviceVector weights)
    {
    }

    public void Step(double stepSize, DeviceVector gradient, DeviceVector weights)
    {
        _steps++;
        Average(gradient);
        if (options.WeightDecay > 0)
        {
            device.AddScaled((float)(-stepSize * options.WeightDecay), weights, weights);
        }

        // √(s / b) + ε = (√s + ε √b) / √b, so that both corrections are numbers and no vectors.
        var firstBias = 1 - Math.Pow(options.Beta1, _steps);
        var secondRoot = Math.Sqrt(1 - Math.Pow(options.Beta2, _steps));
        device.DivideByRoot(_first, _second, (float)(options.Epsilon * secondRoot), gradient);
        device.AddScaled((float)(-stepSize * secondRoot / firstBias), gradient, weights);
    }

    public void Reset()
    {
        device.Fill(0, _first);
        device.Fill(0, _second);
        _steps = 0;
    }

    public void Save(AlgorithmState state)
    {
        state.Set(FirstMoment, device.Stage(_first));
        state.Set(SecondMoment, device.Stage(_second));
        state.Set(MomentSteps, _steps);
    }

    public void Load(AlgorithmState state)
    {
        device.Upload(state.Vector(FirstMoment, weightCount), _first);
        device.Upload(state.Vector(SecondMoment, weightCount), _second);
        _steps = (int)state.Number(MomentSteps);
    }

    private void Average(DeviceVector gradient)
    {
        device.Combine((float)options.Beta1, _first, (float)(1 - options.Beta1), gradient, _first);
        device.Multiply(gradient, gradient, _squares);
        device.Combine((float)options.Beta2, _second, (float)(1 - options.Beta2), _squares, _second);
    }
}
