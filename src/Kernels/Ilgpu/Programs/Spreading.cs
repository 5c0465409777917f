using ILGPU;

namespace Murmuration.Kernels.Ilgpu.Programs;

/// <summary>Sums by index, a row for a group of threads; of equal indices the earlier number is added first.</summary>
internal static class Spreading
{
    private const int MaxSize = GroupTree.MaxSize;

    /// <summary>Result_(r, c) sums X_(r, k) over Y_(r, k) = c; the result holds zeros before.</summary>
    public static void Columns(RowArguments arguments)
    {
        var targets = SharedMemory.Allocate<int>(MaxSize);
        var numbers = SharedMemory.Allocate<float>(MaxSize);
        var (row, lane) = (Grid.IdxX, Group.IdxX);
        for (var start = 0; start < arguments.X.ColumnCount; start += Group.DimX)
        {
            var k = start + lane;
            targets[lane] = k < arguments.X.ColumnCount ? (int)arguments.Y.At(row, k) : -1;
            numbers[lane] = k < arguments.X.ColumnCount ? arguments.X.At(row, k) : 0f;
            Group.Barrier();
            var target = targets[lane];
            var isFirst = target >= 0 ? 1 : 0;
            for (var j = 0; j < lane; j++)
            {
                isFirst = targets[j] == target ? 0 : isFirst;
            }

            if (isFirst != 0)
            {
                var sum = arguments.Result.At(row, target);
                for (var j = lane; j < Group.DimX; j++)
                {
                    sum += targets[j] == target ? numbers[j] : 0f;
                }

                arguments.Result.At(row, target) = sum;
            }

            Group.Barrier();
        }
    }
}
