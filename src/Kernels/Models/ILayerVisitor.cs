using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>
/// Is told what the layers of a model are, one after the other from the inputs on: for translations into other forms.
/// The weights of each are its tensors, in the order of <see cref="Model.Tensors"/>.
/// </summary>
public interface ILayerVisitor
{
    /// <summary>Outputs = inputs·Wᵀ + b; tensors W (outputs × inputs) and b.</summary>
    void VisitDense(int inputs, int outputs);

    /// <summary>
    /// Cross-correlation with zeros around the images, plus a bias per channel; tensors W (channels × channels of the
    /// input × height × width) and b.
    /// </summary>
    void VisitConvolution(Window window, int channels);

    /// <summary>Greatest number under a window; padding does not count.</summary>
    void VisitMaxPool(Window window);

    /// <summary>Mean under a window; padding does not count.</summary>
    void VisitAveragePool(Window window);

    /// <summary>
    /// Groups of channels to mean 0 and deviation 1 within each sample, then scaled and shifted per channel; tensors
    /// scales and shifts.
    /// </summary>
    /// <param name="shape">Shape of inputs and outputs.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="epsilon">Added to the variance.</param>
    void VisitGroupNorm(ImageShape shape, int groups, float epsilon);

    /// <summary>block(x) + shortcut(x), x itself where there is no shortcut; tensors of the block, then its.</summary>
    void VisitResidual(Model block, Model? shortcut);

    /// <summary>Nothing, where models are judged: an element becomes 0 by chance in training only.</summary>
    void VisitDropout();

    /// <summary>The part of every image from a line and a place on: where models are judged, the centre.</summary>
    void VisitCrop(ImageShape input, ImageShape output, int top, int left);

    /// <summary>A function of every element.</summary>
    void VisitActivation(Activation activation);
}
