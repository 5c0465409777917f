using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>Programs that compute every element of a vector by itself.</summary>
internal static class Elements
{
    public static void Map<TMap>(Index1D index, ElementArguments arguments)
        where TMap : struct, IElementMap =>
        arguments.Result[index] = default(TMap).Apply(
            arguments.X[index], arguments.Y[index], arguments.A, arguments.B);

    public static void Fill(Index1D index, ElementArguments arguments) => arguments.Result[index] = arguments.A;
}
