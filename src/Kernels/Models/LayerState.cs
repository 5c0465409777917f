using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>What a layer's forward evaluation reads and leaves behind for Jacobian products.</summary>
/// <param name="Inputs">Its inputs, one sample a row; overwritten where the layer works in place.</param>
/// <param name="Outputs">Its outputs; overwritten where the next layer works in place.</param>
/// <param name="Room">What else it keeps, and room for intermediate results.</param>
public readonly record struct LayerState(DeviceMatrix Inputs, DeviceMatrix Outputs, LayerRoom Room);
