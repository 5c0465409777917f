namespace Murmuration.Kernels.Devices.Host;

/// <summary>The terms of a sum over the numbers of two vectors.</summary>
internal interface IReduction
{
    /// <summary>Adds the terms of x and y to the sums.</summary>
    static abstract TVector Add<TLanes, TVector>(TVector sum, TVector x, TVector y)
        where TLanes : struct, IWideLanes<TVector>
        where TVector : unmanaged;
}
