using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// Conjugate gradients on H = c·JᵀDJ + qI by Jacobian products, from zero, so that a truncated solve is still a descent
/// direction. One iteration costs one gradient.
/// </summary>
internal sealed class ConjugateGradientSolver(IDevice device, SolverLimits limits) : INormalSolver
{
    private readonly GrowingBuffer _residualMemory = new(device);
    private readonly GrowingBuffer _directionMemory = new(device);
    private readonly GrowingBuffer _productMemory = new(device);
    private readonly GrowingBuffer _imageMemory = new(device);
    private readonly GrowingBuffer _curvedMemory = new(device);

    public string Name => "conjugateGradient";

    public (int Iterations, double Residual) Solve(
        LinearizedProblem problem, ICurvature curvature, DeviceVector gradient, DeviceVector step, DeviceMatrix image)
    {
        var residual = _residualMemory.Vector(step.Length);
        var direction = _directionMemory.Vector(step.Length);
        var directionImage = _imageMemory.Matrix(image.RowCount, image.ColumnCount);
        device.Fill(0, step);
        device.Fill(0, image.AsVector());
        device.Combine(-1, gradient, 0, gradient, residual);
        device.Copy(residual, direction);
        var first = device.SquaredNorm(residual);
        var (squared, iteration) = (first, 0);
        while (iteration < limits.InnerIterations && squared > limits.Tolerance * limits.Tolerance * first)
        {
            iteration++;
            var product = Apply(problem, curvature, direction, directionImage);
            var length = squared / device.Dot(direction, product);
            device.AddScaled((float)length, direction, step);
            device.AddScaled((float)length, directionImage.AsVector(), image.AsVector());
            device.AddScaled((float)-length, product, residual);
            var next = device.SquaredNorm(residual);
            device.Combine(1, residual, (float)(next / squared), direction, direction);
            squared = next;
        }

        return (iteration, first == 0 ? 0 : Math.Sqrt(squared / first));
    }

    /// <summary>H·direction; its image J·direction is kept, since the images add up to that of the step.</summary>
    private DeviceVector Apply(
        LinearizedProblem problem, ICurvature curvature, DeviceVector direction, DeviceMatrix directionImage)
    {
        var product = _productMemory.Vector(direction.Length);
        var curved = _curvedMemory.Matrix(directionImage.RowCount, directionImage.ColumnCount);
        problem.Jacobian.Product(direction, directionImage);
        curvature.Multiply(directionImage, curved);
        problem.Jacobian.TransposedProduct(curved, product);
        device.Combine((float)problem.CostScale, product, (float)problem.Damping, direction, product);
        return product;
    }
}
