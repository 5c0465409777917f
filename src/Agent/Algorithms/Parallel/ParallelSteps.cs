using System.Globalization;
using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Agent.Algorithms.Parallel;

/// <summary>Local steps that several threads of one agent take at the same time on weights that they share.</summary>
/// <remarks>
/// V. Kungurtsev, M. Egan, B. Chatterjee, D. Alistarh, "Asynchronous optimization methods for efficient training of
/// deep neural networks with guarantees", arXiv 1905.11845: each thread reads all weights x̂ without locks while the
/// others write theirs, and is the only writer of its block i, so that nothing is ever lost:
/// u_i ← m u_i + h_i(x̂),   x_i ← x_i − η u_i
/// The backward sweep ends at the first layer of the block. PASSM+ takes full steps, where all threads write
/// everything (Hogwild; F. Niu et al., 2011), during a warm phase and then in turn with such partial ones. The threads
/// share the steps by a counter; each step takes the minibatch of its number, so that a sample comes once per pass
/// whoever takes the step. With one thread all of them are momentum SGD; with more, no two runs give the same bits.
/// </remarks>
internal sealed class ParallelSteps : ILocalSteps, IParallelWork
{
    private const string ThreadsName = "Threads";

    private readonly HostDevice _device;
    private readonly ParallelStepsOptions _options;
    private readonly StepSizeSchedule _sizes;
    private readonly StepThread[] _threads;
    private DeviceVector _weights;
    private DeviceVector? _correction;
    private int _next;
    private int _end;
    private int _turn;

    /// <summary>Makes the room of every thread.</summary>
    /// <exception cref="ConfigurationException">The agent has no such threads or memory.</exception>
    public ParallelSteps(LocalProblem problem, AlgorithmOptions options)
    {
        _options = options.Parallel;
        _device = problem.Device as HostDevice ?? throw new ConfigurationException(
            $"key 'algorithm.parallel.name': {_options.Name} shares the memory of the host, but the agent computes on "
            + $"'{problem.Device.Name}'; use none");
        _sizes = new(options);
        StepSize = options.Eta;
        var blocks = WeightBlocks.Cut(problem.Objective.Model, ThreadCount(problem.WeightCount));
        _threads = [.. blocks.Select(block => new StepThread(problem, _device, block, options.Optimizer))];
    }

    public double StepSize { get; private set; }

    /// <summary>Steps that each thread has done since the run was made or taken up.</summary>
    public IEnumerable<long> StepsByThread => _threads.Select(thread => thread.Steps);

    public double Run(DeviceVector weights, int first, int count, DeviceVector? correction = null)
    {
        (_weights, _correction, _next, _end) = (weights, correction, first, first + count);
        _device.ForEach(_threads.Length, this);
        StepSize = _sizes[first + count - 1];
        // The thread that begins soonest, and so does most where steps are few, is another one every time.
        _turn = (_turn + 1) % _threads.Length;
        return TakeCost() / count;
    }

    public void Reset()
    {
        foreach (var thread in _threads)
        {
            _device.Fill(0, thread.Momentum);
        }
    }

    public void Save(AlgorithmState state)
    {
        state.Set(ThreadsName, _threads.Length);
        state.Set(nameof(_turn), _turn);
        for (var p = 0; p < _threads.Length; p++)
        {
            state.Set(Name(nameof(StepThread.Steps), p), _threads[p].Steps);
            state.Set(Name(nameof(StepThread.Momentum), p), _device.Stage(_threads[p].Momentum));
        }
    }

    /// <summary>With another number of threads the blocks are others, and momentum begins at zero.</summary>
    public void Load(AlgorithmState state)
    {
        if ((int)state.Number(ThreadsName) != _threads.Length)
        {
            Reset();
            return;
        }

        _turn = (int)state.Number(nameof(_turn)) % _threads.Length;
        for (var p = 0; p < _threads.Length; p++)
        {
            var momentum = _threads[p].Momentum;
            _threads[p].Steps = (long)state.Number(Name(nameof(StepThread.Steps), p));
            _device.Upload(state.Vector(Name(nameof(StepThread.Momentum), p), momentum.Length), momentum);
        }
    }

    /// <summary>Takes steps until none is left. An error ends the steps of all threads and reaches the caller of
    /// <see cref="Run"/>.</summary>
    void IParallelWork.Invoke(int index)
    {
        var thread = _threads[(index + _turn) % _threads.Length];
        try
        {
            int number;
            while ((number = Interlocked.Increment(ref _next) - 1) < _end)
            {
                thread.Step(_weights, number, _sizes[number], _correction, IsFull(number, thread.Steps));
            }
        }
        catch
        {
            Volatile.Write(ref _next, _end);
            throw;
        }
    }

    private bool IsFull(int number, long stepsOfThread) => _options.Name switch
    {
        ParallelKind.Passm => false,
        ParallelKind.PassmPlus => number < _options.WarmSteps || stepsOfThread % 2 == 0,
        _ => true,
    };

    private int ThreadCount(int weights)
    {
        var threads = _options.Threads ?? _device.Threads;
        if (threads > _device.Threads)
        {
            throw new ConfigurationException(
                $"key 'algorithm.parallel.threads': {threads} threads, but this agent may use {_device.Threads} "
                + "(agents in one process share --threads); raise --threads or use fewer");
        }

        return threads <= weights ? threads : throw new ConfigurationException(
            $"key 'algorithm.parallel.threads': {threads} threads, but only {weights} weights; use one per weight at "
            + "most");
    }

    /// <summary>Sum of the costs of the steps, in the order of the threads.</summary>
    private double TakeCost()
    {
        var sum = 0.0;
        foreach (var thread in _threads)
        {
            sum += thread.Cost;
            thread.Cost = 0;
        }

        return sum;
    }

    private static string Name(string what, int thread) =>
        string.Create(CultureInfo.InvariantCulture, $"Thread{thread}{what}");
}
