using Murmuration.Kernels.Models;

namespace Murmuration.Kernels.Objectives;

/// <summary>How many samples of a large set pass a model at a time.</summary>
internal static class Chunks
{
    private const int MostAtOnce = 1024;

    /// <summary>Numbers that a chunk may take, 64 MiB.</summary>
    private const long MostNumbers = 1 << 24;

    /// <summary>Samples in a chunk.</summary>
    public static int SizeFor(Model model) => (int)Math.Clamp(MostNumbers / model.NumbersPerSample, 1, MostAtOnce);
}
