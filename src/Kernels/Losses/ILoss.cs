using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Losses;

/// <summary>
/// A loss that is convex in the outputs of a model, summed over samples. Outputs and targets are samples × outputs,
/// contiguous. It must contain what makes it nonlinear, such as the softmax: in the model, partial linearization would
/// lose its curvature.
/// </summary>
public interface ILoss
{
    /// <summary>Canonical name, as in run files.</summary>
    string Name { get; }

    /// <summary>Whether the loss is quadratic in the outputs, so that its curvature is constant.</summary>
    bool IsQuadratic { get; }

    /// <summary>How outputs are read as decisions, for accuracies.</summary>
    Decision Decision { get; }

    /// <summary>The largest eigenvalue that the curvature of one sample can have anywhere.</summary>
    double CurvatureBound { get; }

    /// <summary>Σ loss over all rows; <paramref name="scratch"/>, of the same shape, is overwritten.</summary>
    double Cost(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix scratch);

    /// <summary>∂loss/∂outputs, row by row.</summary>
    void Slope(IDevice device, DeviceMatrix outputs, DeviceMatrix targets, DeviceMatrix result);

    /// <summary>Makes the room for second derivatives.</summary>
    ICurvature CreateCurvature(IDevice device);
}
