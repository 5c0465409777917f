using Murmuration.Kernels.Devices;

namespace Murmuration.Kernels.Models;

/// <summary>What both kinds of pooling share.</summary>
internal static class Pooling
{
    /// <summary>Canonical text of a pooling layer.</summary>
    public static string Describe(string name, Window window) =>
        $"{name}({window.Input},{window.Height}x{window.Width},stride={window.Stride},pad={window.Padding})";
}
