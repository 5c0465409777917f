using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>The content of one letter: numbered, one vector and two numbers beside it.</summary>
internal sealed class FlowSlot(IDevice device, int capacity)
{
    private readonly DeviceVector _memory = device.Allocate(capacity);
    private readonly double[] _numbers = new double[3];
    private int _length;

    /// <summary>Step or round, −1 while nothing is there.</summary>
    public int Number { get; private set; } = -1;

    /// <summary>Rows of a minibatch.</summary>
    public int Rows => (int)_numbers[1];

    /// <summary>The factor of the sum over the rows.</summary>
    public double Scale => _numbers[2];

    /// <summary>The vector.</summary>
    public DeviceVector Vector => _memory.Slice(0, _length);

    /// <summary>What travels beside the vector: number, rows, scale.</summary>
    public ReadOnlyMemory<double> Numbers => _numbers;

    /// <summary>Room for a vector of the given length, to be written by the caller.</summary>
    public DeviceVector Begin(int number, int length, int rows = 0, double scale = 0)
    {
        (Number, _length) = (number, length);
        (_numbers[0], _numbers[1], _numbers[2]) = (number, rows, scale);
        return Vector;
    }

    /// <summary>Puts all into a state.</summary>
    public void Save(AlgorithmState state, string name)
    {
        state.Set($"{name}.Number", Number);
        if (Number >= 0)
        {
            state.Set($"{name}.Length", _length);
            state.Set($"{name}.Rows", Rows);
            state.Set($"{name}.Scale", Scale);
            state.Set($"{name}.Vector", device.Stage(Vector));
        }
    }

    /// <summary>Takes it up again.</summary>
    /// <exception cref="InvalidDataException">It does not fit.</exception>
    public void Load(AlgorithmState state, string name)
    {
        Number = (int)state.Number($"{name}.Number");
        if (Number < 0)
        {
            return;
        }

        var length = (int)state.Number($"{name}.Length");
        if (length < 0 || length > capacity)
        {
            throw new InvalidDataException($"the state has {length} floats for '{name}', where {capacity} are most");
        }

        Begin(Number, length, (int)state.Number($"{name}.Rows"), state.Number($"{name}.Scale"));
        device.Upload(state.Vector($"{name}.Vector", length), Vector);
    }
}
