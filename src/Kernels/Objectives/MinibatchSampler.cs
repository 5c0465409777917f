namespace Murmuration.Kernels.Objectives;

/// <summary>
/// Which samples count in which round, as a function of the seed and the round alone. Passes follow each other without
/// a gap, each a new permutation, so that every sample comes once per pass; a batch may end one pass and begin the
/// next.
/// </summary>
public sealed class MinibatchSampler
{
    private readonly ulong _seed;
    private readonly int[] _rows;
    private readonly int[] _permutation;
    private long _pass = -1;

    /// <summary>Describes the batches of one agent.</summary>
    /// <param name="sampleCount">Samples of the agent.</param>
    /// <param name="batchSize">Samples per round, at most all.</param>
    /// <param name="seed">Different for each agent and run.</param>
    public MinibatchSampler(int sampleCount, int batchSize, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchSize, sampleCount);
        _seed = seed;
        _rows = new int[batchSize];
        _permutation = new int[sampleCount];
    }

    /// <summary>Samples of the agent.</summary>
    public int SampleCount => _permutation.Length;

    /// <summary>Samples per round.</summary>
    public int BatchSize => _rows.Length;

    /// <summary>The same batches, for another thread.</summary>
    public MinibatchSampler Fork() => new(SampleCount, BatchSize, _seed);

    /// <summary>Indices of the samples of a round; valid until the next call.</summary>
    public ReadOnlySpan<int> Rows(int round)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(round);
        var position = (long)round * BatchSize;
        for (var k = 0; k < _rows.Length; k++, position++)
        {
            Begin(position / SampleCount);
            _rows[k] = _permutation[position % SampleCount];
        }

        return _rows;
    }

    /// <summary>Draws the permutation of a pass (Fisher–Yates) unless it is the present one.</summary>
    private void Begin(long pass)
    {
        if (pass == _pass)
        {
            return;
        }

        var state = Mix(_seed ^ Mix((ulong)pass + 1));
        for (var k = 0; k < _permutation.Length; k++)
        {
            var other = (int)(((UInt128)Mix(state += Golden) * (uint)(k + 1)) >> 64);
            (_permutation[k], _permutation[other]) = (_permutation[other], k);
        }

        _pass = pass;
    }

    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The output function of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
