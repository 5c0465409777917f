namespace Murmuration.Agent.Models;

/// <summary>What the outputs of a model stand for.</summary>
internal enum OutputKind
{
    /// <summary>One per class; their softmax are probabilities.</summary>
    Softmax,

    /// <summary>One for two classes; its logistic function is the probability of the second.</summary>
    Logistic,

    /// <summary>One per class without probabilities (squared loss); the largest is the likeliest.</summary>
    Scores,

    /// <summary>Regression targets.</summary>
    Values,
}
