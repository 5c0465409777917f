using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>How one local step uses its gradient. One file each.</summary>
internal interface IStepRule
{
    /// <summary>Moves the weights to where the gradient is to be taken.</summary>
    void LookAhead(DeviceVector weights);

    /// <summary>One step of size η from there.</summary>
    /// <param name="stepSize">η.</param>
    /// <param name="gradient">h at the weights, length Q; may be overwritten.</param>
    /// <param name="weights">w, length Q.</param>
    void Step(double stepSize, DeviceVector gradient, DeviceVector weights);

    /// <summary>Forgets all earlier steps.</summary>
    void Reset();

    /// <summary>Puts what the next step needs into a state.</summary>
    void Save(AlgorithmState state);

    /// <summary>Takes it up again.</summary>
    void Load(AlgorithmState state);
}
