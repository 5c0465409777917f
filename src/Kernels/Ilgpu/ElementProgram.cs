using ILGPU;

namespace Murmuration.Kernels.Ilgpu;

/// <summary>A program over indices, made ready at its first run.</summary>
internal sealed class ElementProgram<TArguments>(IAccelerator accelerator, Action<Index1D, TArguments> program)
    where TArguments : struct
{
    private Action<int, TArguments>? _launch;

    /// <summary>Runs it for 0 … count − 1.</summary>
    public void Run(int count, TArguments arguments)
    {
        if (count > 0)
        {
            _launch ??= accelerator.LoadElements(program);
            _launch(count, arguments);
        }
    }
}
