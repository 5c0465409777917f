namespace Murmuration.Agent.Simulation;

/// <summary>The first turn of an agent.</summary>
internal sealed class AgentStart(Func<Task> agent) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends as the agent does.</summary>
    public Task Task => _end.Task;

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            await agent();
            _end.SetResult();
        }
        catch (Exception failure)
        {
            // The top of the agent: whoever waits for it gets the failure.
            _end.SetException(failure);
        }
    }
}
