namespace Murmuration.Agent.Configuration;

/// <summary>How an agent convexifies its cost.</summary>
internal enum SurrogateKind
{
    /// <summary>Linearize only the model, inside the convex loss.</summary>
    Partial,

    /// <summary>Linearize the whole cost.</summary>
    Full,
}
