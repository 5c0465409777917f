namespace Murmuration.Agent.Configuration;

/// <summary>The convex loss on top of the model's outputs.</summary>
internal enum LossKind
{
    /// <summary>Softmax cross-entropy for classification, squared for regression.</summary>
    Auto,

    /// <summary>Σ (d − f)² over the outputs.</summary>
    Squared,

    /// <summary>−log softmax(f) at the class.</summary>
    SoftmaxCrossEntropy,

    /// <summary>log(1 + exp(f)) − d f for two classes and one output.</summary>
    Logistic,
}
