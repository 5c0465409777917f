using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Solvers;

/// <summary>
/// An estimate of the largest eigenvalue of c·JᵀDJ for any D the loss may have, by power iterations from the gradient.
/// </summary>
internal sealed class LipschitzEstimate(IDevice device)
{
    private const int PowerIterations = 6;

    /// <summary>Power iterations approach the eigenvalue from below.</summary>
    private const double Margin = 1.05;

    private readonly GrowingBuffer _directionMemory = new(device);
    private readonly GrowingBuffer _imageMemory = new(device);

    /// <summary>The estimate at the point of linearization, positive.</summary>
    public double Start(LinearizedProblem problem)
    {
        var direction = _directionMemory.Vector(problem.Center.Length);
        var image = _imageMemory.Matrix(problem.Outputs.RowCount, problem.Outputs.ColumnCount);
        device.Copy(problem.Gradient, direction);
        var eigenvalue = 0.0;
        for (var k = 0; k < PowerIterations; k++)
        {
            var norm = Math.Sqrt(device.SquaredNorm(direction));
            if (norm == 0)
            {
                device.Fill(1, direction);
                norm = Math.Sqrt(direction.Length);
            }

            device.Combine((float)(1 / norm), direction, 0, direction, direction);
            problem.Jacobian.Product(direction, image);
            eigenvalue = Math.Max(eigenvalue, device.SquaredNorm(image.AsVector()));
            problem.Jacobian.TransposedProduct(image, direction);
        }

        return Math.Max(Margin * problem.CostScale * problem.Loss.CurvatureBound * eigenvalue, 1e-6 * problem.Damping);
    }
}
