namespace Murmuration.Agent.Data.Rows;

/// <summary>The inputs of a set, in memory or in a file; both give the same bits.</summary>
internal abstract class InputStore(int width, int count)
{
    /// <summary>Number of rows.</summary>
    public int Count => count;

    /// <summary>Numbers in a row.</summary>
    public int Width => width;

    /// <summary>Whether the rows stay in a file.</summary>
    public abstract bool IsStreamed { get; }

    /// <summary>The rows of a set in memory.</summary>
    /// <exception cref="DataException">They stay in a file.</exception>
    public abstract ReadOnlySpan<float> InMemory { get; }

    /// <summary>Rows in memory; takes ownership of the array.</summary>
    public static InputStore Of(float[] inputs, int width) => new MemoryInputs(inputs, width);

    /// <summary>Rows where they are.</summary>
    public static InputStore Of(StoredRows rows, int width) =>
        rows.File is { } file ? new FileInputs(file) : Of(rows.Memory!, width);

    /// <summary>Scales all rows, now or whenever they are read.</summary>
    public abstract void Scale(IRowScaling scaling);

    /// <summary>Some rows: copied in memory, chosen in a file.</summary>
    public abstract InputStore Select(ReadOnlySpan<int> rows);

    /// <summary>Copies the rows with the given indices, in their order.</summary>
    public abstract void Copy(ReadOnlySpan<int> rows, Span<float> result);

    /// <summary>Consecutive rows: a view of the memory, or read from the file into the buffer.</summary>
    public abstract ReadOnlySpan<float> Read(int first, int count, Span<float> buffer);

    /// <summary>Some rows, copied into memory.</summary>
    public InputStore Load(ReadOnlySpan<int> rows)
    {
        var inputs = new float[(long)rows.Length * Width];
        Copy(rows, inputs);
        return Of(inputs, Width);
    }
}
