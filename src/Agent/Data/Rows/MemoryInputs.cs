namespace Murmuration.Agent.Data.Rows;

/// <summary>Inputs in memory; they are scaled in place.</summary>
internal sealed class MemoryInputs(float[] inputs, int width) : InputStore(width, inputs.Length / width)
{
    public override bool IsStreamed => false;

    public override ReadOnlySpan<float> InMemory => inputs;

    public override void Scale(IRowScaling scaling) => scaling.Apply(inputs);

    public override InputStore Select(ReadOnlySpan<int> rows) => Load(rows);

    public override void Copy(ReadOnlySpan<int> rows, Span<float> result)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            inputs.AsSpan(rows[i] * Width, Width).CopyTo(result.Slice(i * Width, Width));
        }
    }

    public override ReadOnlySpan<float> Read(int first, int count, Span<float> buffer) =>
        inputs.AsSpan(first * Width, count * Width);
}
