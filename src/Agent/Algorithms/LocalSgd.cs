using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>
/// Decentralized gradient descent with several local steps in a round, or with another optimizer than plain descent.
/// </summary>
/// <remarks>
/// A. Koloskova, N. Loizou, S. Boreiri, M. Jaggi, S. Stich, "A unified theory of decentralized SGD with changing
/// topology and local updates", ICML 2020, with H local steps S between two exchanges:   w_i ← Σ_j c_ij Sᴴ(w_j)
/// Momentum stays at its agent. With complete mixing this is local SGD with averaging.
/// </remarks>
internal sealed class LocalSgd(LocalProblem problem, AlgorithmOptions options) : IAlgorithm
{
    private readonly DeviceVector _estimate = problem.Device.Allocate(problem.WeightCount);
    private readonly LocalRounds _local = new(problem, options);

    public DeviceVector Weights { get; } = problem.Device.Allocate(problem.WeightCount);

    public RoundOutcome Outcome => _local.Outcome;

    public void Start(ReadOnlySpan<float> weights, int round) =>
        _local.Start(weights, Weights, round, _estimate);

    public void Restart()
    {
    }

    public void Save(AlgorithmState state) => _local.Save(state, Weights);

    public void Load(AlgorithmState state, int round) => _local.Load(state, Weights);

    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        Solve(round);
        var messages = await neighbours.ExchangeAsync(round, problem.Device.Stage(_estimate), default, cancellation);
        _local.Mix(messages, Weights);
    }

    private void Solve(int round)
    {
        problem.Device.Copy(Weights, _estimate);
        _local.Run(_estimate, round);
    }
}
