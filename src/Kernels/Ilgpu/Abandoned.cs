namespace Murmuration.Kernels.Ilgpu;

/// <summary>Memory whose last view is gone. The staging array lives until its pages are unlocked.</summary>
internal readonly record struct Abandoned(IBlock<float> Block, IDisposable? Lock, float[]? Staging)
{
    public void Free()
    {
        Lock?.Dispose();
        GC.KeepAlive(Staging);
        Block.Dispose();
    }
}
