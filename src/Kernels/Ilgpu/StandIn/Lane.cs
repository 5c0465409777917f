using ILGPU;

namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>One thread as the program that it runs sees it.</summary>
/// <param name="launch">Number of the launch.</param>
/// <param name="group">Its group; null for a program over indices.</param>
/// <param name="index">Its number in the group, or its index.</param>
internal sealed class Lane(long launch, LaneGroup? group, int index)
{
    [ThreadStatic]
    private static Lane? _current;

    private readonly List<Action<Access>> _whenStopped = [];
    private int _interval;
    private int _sharedCount;

    /// <summary>The thread that runs here.</summary>
    public static Lane Current
    {
        get => _current ?? throw new InvalidOperationException("No program runs here.");
        set => _current = value;
    }

    public LaneGroup Group => group
        ?? throw new InvalidOperationException("A program over indices has no group of threads.");

    public int Index { get; private set; } = index;

    public Access Access => new(launch, group?.Index ?? 0, _interval, Index);

    /// <summary>Goes on to another index of a program over indices.</summary>
    public void BeginIndex(int index) => Index = index;

    /// <summary>Asks to be told when this thread stops: at a barrier, or at its end.</summary>
    public void WhenStopped(Action<Access> action) => _whenStopped.Add(action);

    public void Stop()
    {
        foreach (var action in _whenStopped)
        {
            action(Access);
        }

        _whenStopped.Clear();
    }

    /// <summary>Lets the other threads come to the same barrier.</summary>
    public void Wait()
    {
        Stop();
        Group.WaitForAll(Index);
        _interval++;
    }

    public ArrayView<T> Share<T>(int extent)
        where T : unmanaged =>
        Group.Share<T>(_sharedCount++, extent);

    public override string ToString() => Access.ToString();
}
