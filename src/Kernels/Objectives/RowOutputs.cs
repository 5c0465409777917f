namespace Murmuration.Kernels.Objectives;

/// <summary>Receives what a model makes of one row.</summary>
/// <param name="row">Number of the row, from 0.</param>
/// <param name="outputs">The model's outputs, valid until the call returns.</param>
/// <param name="loss">The row's loss; NaN where its target is not known.</param>
public delegate void RowOutputs(int row, ReadOnlySpan<float> outputs, double loss);
