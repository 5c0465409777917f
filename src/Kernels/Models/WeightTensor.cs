namespace Murmuration.Kernels.Models;

/// <summary>A named part of the flat weight vector, row-major.</summary>
/// <param name="Name">Such as "0.weight": the layer's index among the model's layers, and its role.</param>
/// <param name="Shape">Extents, outermost first.</param>
public sealed record WeightTensor(string Name, IReadOnlyList<int> Shape);
