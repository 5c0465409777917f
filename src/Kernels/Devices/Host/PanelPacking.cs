namespace Murmuration.Kernels.Devices.Host;

/// <summary>Packs panels side by side.</summary>
internal readonly struct PanelPacking<T>(Panels<T> panels) : IParallelBody
    where T : unmanaged
{
    public void Run(int index) => panels.Pack(index);
}
