namespace Murmuration.Kernels.Devices;

/// <summary>Independent pieces of work that a device may run side by side.</summary>
public interface IParallelWork
{
    /// <summary>Does piece <paramref name="index"/>; pieces must not write the same memory.</summary>
    void Invoke(int index);
}
