using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// Minibatch gradient steps on an agent's own cost, the local work between two exchanges:
/// w ← step(w, h_i(w) + c) with h_i = I ∇g_i + ∇r, whose mean over the agents is the gradient of the social cost.
/// </summary>
internal interface ILocalSteps
{
    /// <summary>Step size of the last step.</summary>
    double StepSize { get; }

    /// <summary>
    /// Does the steps first … first + count − 1 of the run on the weights, each with the minibatch of its number.
    /// </summary>
    /// <param name="weights">w, length Q; changed in place.</param>
    /// <param name="first">Number of the first step since the beginning of the run, 0-based.</param>
    /// <param name="count">Steps to do.</param>
    /// <param name="correction">c, added to every gradient, or null.</param>
    /// <returns>Mean of g_i over the steps, each where its gradient was taken.</returns>
    double Run(DeviceVector weights, int first, int count, DeviceVector? correction = null);

    /// <summary>Forgets momentum, because the weights have been replaced.</summary>
    void Reset();

    /// <summary>Puts what the next step needs beside the weights into a state.</summary>
    void Save(AlgorithmState state);

    /// <summary>Takes it up again.</summary>
    void Load(AlgorithmState state);
}
