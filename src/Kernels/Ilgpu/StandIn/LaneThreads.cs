namespace Murmuration.Kernels.Ilgpu.StandIn;

/// <summary>Threads that run the lanes of one group after another; they wait in between.</summary>
internal sealed class LaneThreads : IDisposable
{
    private const int StackSize = 256 * 1024;

    private readonly List<Worker> _workers = [];

    /// <summary>Runs an action, which catches its own errors, on thread <paramref name="index"/>.</summary>
    public void Start(int index, Action action)
    {
        while (_workers.Count <= index)
        {
            _workers.Add(new Worker());
        }

        _workers[index].Start(action);
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }

        _workers.Clear();
    }

    private sealed class Worker : IDisposable
    {
        private readonly SemaphoreSlim _given = new(0);
        private readonly SemaphoreSlim _free = new(1);
        private readonly Thread _thread;
        private Action? _action;

        public Worker()
        {
            _thread = new Thread(Loop, StackSize) { IsBackground = true, Name = "lane" };
            _thread.Start();
        }

        public void Dispose()
        {
            Start(null);
            _thread.Join();
            _given.Dispose();
            _free.Dispose();
        }

        public void Start(Action? action)
        {
            _free.Wait();
            _action = action;
            _given.Release();
        }

        private void Loop()
        {
            while (true)
            {
                _given.Wait();
                if (_action is not { } action)
                {
                    return;
                }

                action();
                _free.Release();
            }
        }
    }
}
