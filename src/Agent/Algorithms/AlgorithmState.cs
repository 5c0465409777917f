namespace Murmuration.Agent.Algorithms;

/// <summary>
/// All that an algorithm needs to go on with the same bits as if it had never stopped: vectors and numbers by name.
/// </summary>
internal sealed class AlgorithmState
{
    private readonly SortedDictionary<string, ReadOnlyMemory<float>> _vectors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> _numbers = new(StringComparer.Ordinal);

    /// <summary>The vectors, in the order of their names; views of the algorithm's own memory until its next
    /// round.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<float>> Vectors => _vectors;

    /// <summary>The numbers, in the order of their names.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>Puts a vector in; nothing is copied.</summary>
    public void Set(string name, ReadOnlyMemory<float> vector) => _vectors[name] = vector;

    /// <summary>Puts a number in.</summary>
    public void Set(string name, double number) => _numbers[name] = number;

    /// <summary>The vector of a name.</summary>
    /// <exception cref="InvalidDataException">There is none, or it has another length.</exception>
    public ReadOnlySpan<float> Vector(string name, int length) =>
        _vectors.TryGetValue(name, out var vector) && vector.Length == length
            ? vector.Span
            : throw new InvalidDataException($"the state has no vector '{name}' of {length} floats");

    /// <summary>The number of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public double Number(string name) =>
        _numbers.TryGetValue(name, out var number)
            ? number
            : throw new InvalidDataException($"the state has no number '{name}'");
}
