namespace Murmuration.Kernels.Devices.Host;

/// <summary>
/// The body of a parallel loop. A struct, so that a loop costs no allocation and its body is inlined.
/// </summary>
internal interface IParallelBody
{
    /// <summary>
    /// Does the part of the work numbered <paramref name="index"/>; parts may run at once and in any order.
    /// </summary>
    void Run(int index);
}
