namespace Murmuration.Kernels.Devices.Host;

/// <summary>Some rows at a time, so that short rows are worth a part of the work of a pool.</summary>
internal readonly struct RowBlocks<TRow>(TRow row, int count, int rowsPerBlock) : IParallelBody
    where TRow : struct, IParallelBody
{
    public int Count => (count + rowsPerBlock - 1) / rowsPerBlock;

    public void Run(int index)
    {
        var end = Math.Min((index + 1) * rowsPerBlock, count);
        for (var i = index * rowsPerBlock; i < end; i++)
        {
            row.Run(i);
        }
    }
}
