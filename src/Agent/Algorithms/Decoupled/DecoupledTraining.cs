using Murmuration.Agent.Configuration;
using Murmuration.Agent.Telemetry;
using Murmuration.Gossip.Exchange;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Algorithms.Decoupled;

/// <summary>
/// Fully decoupled parallel backpropagation over several data groups: every agent trains one module of the model with
/// late gradients, and agents with the same module average it.
/// </summary>
/// <remarks>
/// V. Pham, H. Ahn, "Distributed deep learning using stochastic gradient staleness", arXiv 2509.05679, 2025, on the
/// pipeline of H. Zhuang, Y. Wang, Q. Liu, Z. Lin, "Fully decoupled neural network learning using delayed gradients",
/// 2022.
/// Agent (s, k) holds module k = 0 … K − 1 for data group s. In step t, with w_k its weights and β the shrinking:
/// forward of batch t − k:             a_k = h_k(a_(k−1); w_k[t])
/// backward of batch t − 2(K−1) + k:   g_k = (∂h_k/∂w_k)'δ_k,  δ_(k−1) = β (∂h_k/∂a_(k−1))'δ_k
///                                     at the weights of its forward sweep, 2(K−1−k) steps ago (or at the present ones)
/// z_k = w_k − η step(S g_k + ∇r),   w_k ← Σ_s' c_ss' z_(s',k) among the agents with module k
/// A batch that has not been reached yet, while the pipeline fills, gives no step; the last 2(K−1) batches of a run are
/// under way when it ends. Activations, targets and slopes travel one hop a step. A round is one step, or several with
/// one average at their end.
/// </remarks>
internal sealed class DecoupledTraining : IAssembledAlgorithm
{
    /// <summary>Of one minibatch at the widest place, so that rooms and letters stay far from what arrays can hold.
    /// </summary>
    private const int MostFloats = 100_000_000;

    /// <summary>Letters that may wait in one direction of a link: those of two steps, and both again for an agent that
    /// has come back.</summary>
    public const int LetterCapacity = 16;

    private readonly IDevice _device;
    private readonly AlgorithmOptions _options;
    private readonly AgentPlace _agent;
    private readonly StepMail _mail;
    private readonly PipelineStep _pipeline;
    private readonly ModuleMixing _mixing;
    private readonly ChainAssembly _assembly;
    private readonly DeviceVector _own;
    private readonly DeviceVector _estimate;
    private int _stepsDone;
    private int _roundsAssembled;

    /// <summary>Makes the agent's part of the pipeline.</summary>
    /// <exception cref="ConfigurationException">Grid and model do not fit.</exception>
    public DecoupledTraining(LocalProblem problem, AlgorithmOptions options, AgentPlace agent)
    {
        (_device, _options, _agent) = (problem.Device, options, agent);
        var place = ModulePlace.Of(agent.Schedule, agent.AgentIndex);
        var modules = Cut(problem.Objective.Model, place.Modules);
        var (module, start) = (modules[place.Module], modules.Take(place.Module).Sum(one => one.WeightCount));
        Weights = _device.Allocate(problem.WeightCount);
        _own = Weights.Slice(start, module.WeightCount);
        _estimate = _device.Allocate(module.WeightCount);
        _mail = new(_device);
        _pipeline = new(problem, module, place, _mail, options);
        _mixing = new(_device, agent, place, _mail, module.WeightCount, options.Decoupled.Average);
        _assembly = new(_device, place, _mail, Weights, start, module.WeightCount);
    }

    public DeviceVector Weights { get; }

    public RoundOutcome Outcome { get; } = new();

    /// <summary>Most floats in a letter: weights, or a minibatch between two modules with its targets.</summary>
    /// <exception cref="ConfigurationException">The minibatch is too large.</exception>
    public static int LetterLength(Model model, int modules, int minibatch)
    {
        var parts = Cut(model, modules);
        var widest = parts.Max(module => Math.Max(module.InputCount, module.OutputCount)) + model.OutputCount;
        if (minibatch > MostFloats / widest)
        {
            throw new ConfigurationException(
                $"key 'algorithm.minibatch': {minibatch} rows are too many for modules of {widest} numbers a row (at "
                + $"most {MostFloats / widest})");
        }

        var sent = parts.SkipLast(1).Select(module => module.OutputCount).DefaultIfEmpty(0).Max();
        return Math.Max(model.WeightCount, minibatch * (sent + model.OutputCount));
    }

    public void Start(ReadOnlySpan<float> weights, int round)
    {
        _device.Upload(weights, Weights);
        _stepsDone = round * _options.LocalSteps;
        _roundsAssembled = round;
        Outcome.StepSize = _options.Eta;
    }

    /// <summary>Nothing is tracked, but letters may have been lost.</summary>
    public void Restart() => _mail.Doubt();

    public void Save(AlgorithmState state)
    {
        state.Set(nameof(Weights), _device.Stage(Weights));
        state.Set("Estimate", _device.Stage(_estimate));
        state.Set("StepsDone", _stepsDone);
        state.Set("RoundsAssembled", _roundsAssembled);
        state.Set(nameof(Outcome.Cost), Outcome.Cost);
        state.Set(nameof(Outcome.StepSize), Outcome.StepSize);
        state.Set(nameof(Outcome.Disagreement), Outcome.Disagreement);
        _pipeline.Save(state);
        _mail.Save(state);
    }

    public void Load(AlgorithmState state, int round)
    {
        _device.Upload(state.Vector(nameof(Weights), Weights.Length), Weights);
        _device.Upload(state.Vector("Estimate", _estimate.Length), _estimate);
        _stepsDone = (int)state.Number("StepsDone");
        _roundsAssembled = (int)state.Number("RoundsAssembled");
        Outcome.Cost = state.Number(nameof(Outcome.Cost));
        Outcome.StepSize = state.Number(nameof(Outcome.StepSize));
        Outcome.Disagreement = _mixing.Disagreement = state.Number(nameof(Outcome.Disagreement));
        _pipeline.Load(state);
        _mail.Load(state);
    }

    /// <summary>
    /// May be cancelled at any wait: what the computation has done is not done again when the round is begun anew, and
    /// letters that are sent twice count once.
    /// </summary>
    public async ValueTask RoundAsync(int round, IRoundExchange neighbours, CancellationToken cancellation)
    {
        var mailbox = neighbours.Mailbox;
        await _mail.BeginAsync(round, mailbox, cancellation);
        var (first, steps) = (round * _options.LocalSteps, _options.LocalSteps);
        for (var step = Math.Max(first, _stepsDone - 1); step < first + steps; step++)
        {
            Compute(step, isFirst: step == first);
            await _pipeline.ExchangeAsync(step, mailbox, cancellation);
        }

        await _mixing.MixAsync(round, _estimate, _own, mailbox, cancellation);
        Report();
        if ((round + 1) % _agent.EvaluateEvery == 0 || round + 1 == _agent.Rounds)
        {
            await AssembleAsync(round + 1, neighbours, cancellation);
        }
    }

    public async ValueTask AssembleAsync(int roundsDone, IRoundExchange neighbours, CancellationToken cancellation)
    {
        if (_roundsAssembled < roundsDone)
        {
            await _assembly.RunAsync(roundsDone - 1, neighbours.Mailbox, cancellation);
            _roundsAssembled = roundsDone;
        }
    }

    /// <summary>The sweeps of a step and what they do to the weights, once.</summary>
    private void Compute(int step, bool isFirst)
    {
        if (step < _stepsDone)
        {
            return;
        }

        using var span = RoundTrace.Solve();
        if (isFirst)
        {
            _device.Copy(_own, _estimate);
            _pipeline.BeginRound();
        }

        _pipeline.Run(step, _estimate);
        _stepsDone = step + 1;
    }

    private void Report()
    {
        Outcome.Cost = _pipeline.Cost / _options.LocalSteps;
        Outcome.StepSize = _pipeline.StepSize;
        Outcome.Disagreement = _mixing.Disagreement;
        Outcome.Gradient = _pipeline.Gradient;
    }

    private static IReadOnlyList<Model> Cut(Model model, int modules)
    {
        try
        {
            return model.Modules(modules);
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException($"the grid of the topology has {modules} modules: {e.Message}", e);
        }
    }
}
