using BenchmarkDotNet.Attributes;
using Murmuration.Kernels.Devices.Host;

namespace Murmuration.Benchmarks;

/// <summary>
/// Maps, reductions and the consensus step on vectors that fit the caches and on vectors that do not.
/// </summary>
public class VectorMathBenchmarks
{
    private readonly double[] _weights = [0.25, 0.25, 0.25, 0.25];
    private float[] _x = [];
    private float[] _y = [];
    private float[] _result = [];
    private ReadOnlyMemory<float>[] _inputs = [];

    [Params(10_000, 4_000_000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Allocate()
    {
        var random = new Random(1);
        _x = [.. Enumerable.Range(0, Length).Select(_ => random.NextSingle() - 0.5f)];
        (_y, _result) = ([.. _x.Reverse()], new float[Length]);
        _inputs = [_x, _y, _x.ToArray(), _y.ToArray()];
    }

    [Benchmark]
    public void Tanh() => VectorMath.Tanh(_x, _result);

    [Benchmark]
    public void Exp() => VectorMath.Exp(_x, _result);

    [Benchmark]
    public void SoftmaxOfTen() => VectorMath.SoftmaxRows(_x, 10, _result);

    [Benchmark]
    public void Combine() => VectorMath.Combine(0.1f, _x, 0.9f, _y, _result);

    [Benchmark]
    public double Dot() => VectorMath.Dot(_x, _y);

    [Benchmark]
    public void MixOfFour() => VectorMath.Mix(_inputs, _weights, _result);
}
