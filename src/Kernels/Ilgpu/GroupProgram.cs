namespace Murmuration.Kernels.Ilgpu;

/// <summary>A program of groups of threads, made ready at its first run.</summary>
internal sealed class GroupProgram<TArguments>(IAccelerator accelerator, Action<TArguments> program)
    where TArguments : struct
{
    private Action<int, int, TArguments>? _launch;

    /// <summary>Runs as many groups of as many threads.</summary>
    public void Run(int groups, int groupSize, TArguments arguments)
    {
        if (groups > 0)
        {
            _launch ??= accelerator.LoadGroups(program);
            _launch(groups, groupSize, arguments);
        }
    }
}
