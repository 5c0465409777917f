using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;

namespace Murmuration.Kernels.Solvers;

/// <summary>G with factor·GᵀG = JᵀDJ: the Jacobian itself where D is uniform, else Bᵀ·J.</summary>
internal sealed class CurvedJacobian(IDevice device)
{
    private readonly GrowingBuffer _memory = new(device);

    public DeviceMatrix Root(DeviceMatrix jacobian, ICurvature curvature, out double factor)
    {
        factor = curvature.Uniform ?? 1;
        if (curvature.Uniform is not null)
        {
            return jacobian;
        }

        var root = _memory.Matrix(jacobian.RowCount, jacobian.ColumnCount);
        curvature.MultiplyRoot(jacobian, root);
        return root;
    }
}
