namespace Murmuration.Agent.Algorithms.Elastic;

/// <summary>Waits that end without an exception when the time is up.</summary>
internal static class Patience
{
    /// <summary>A wait that its waiter goes on from elsewhere than where it is ended.</summary>
    public static TaskCompletionSource Begin() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until it is ended, so long at most.</summary>
    public static async ValueTask WaitAsync(
        TaskCompletionSource wait, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        await using var timer = time.CreateTimer(End, wait, limit, Timeout.InfiniteTimeSpan);
        await using var end = cancellation.UnsafeRegister(End, wait);
        await wait.Task;
        cancellation.ThrowIfCancellationRequested();
    }

    private static void End(object? wait) => ((TaskCompletionSource)wait!).TrySetResult();
}
