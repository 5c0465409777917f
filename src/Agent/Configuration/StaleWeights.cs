namespace Murmuration.Agent.Configuration;

/// <summary>At which weights the gradient of an earlier minibatch is taken.</summary>
internal enum StaleWeights
{
    /// <summary>At those of its forward sweep: exactly a gradient of earlier weights, the case of the theory.</summary>
    Stashed,

    /// <summary>At the present ones, with the activations of its forward sweep.</summary>
    Current,
}
