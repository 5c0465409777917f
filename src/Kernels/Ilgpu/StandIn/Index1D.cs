namespace ILGPU;

/// <summary>The index of a program's run.</summary>
internal readonly record struct Index1D(int X)
{
    public static implicit operator int(Index1D index) => index.X;

    public static implicit operator Index1D(int index) => new(index);
}
