namespace Murmuration.Testing;

/// <summary>Counts what code allocates on the calling thread.</summary>
public static class Allocation
{
    private const int Attempts = 20;

    /// <summary>
    /// The fewest bytes of several attempts: a collection in between, which other tests cause, counts the unused rest
    /// of the thread's allocation context as allocated, so one attempt alone says nothing.
    /// </summary>
    public static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
