namespace Murmuration.Kernels.Devices.Host;

/// <summary>A function of two numbers, applied to vectors of them; a function of one ignores the second.</summary>
internal interface IMap
{
    TVector Apply<TLanes, TVector>(TVector x, TVector y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged;
}
