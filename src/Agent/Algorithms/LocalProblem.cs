using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Objectives;
using Murmuration.Kernels.Regularizers;
using Murmuration.Kernels.Surrogates;

namespace Murmuration.Agent.Algorithms;

/// <summary>What an agent optimizes: its share g_i of the social cost U = Σ g_i + r, on its device.</summary>
/// <param name="Device">Where vectors live and are computed on.</param>
/// <param name="Objective">The local cost g_i.</param>
/// <param name="Regularizer">The penalty r that all agents share.</param>
/// <param name="AgentCount">I, the number of agents; 1 for an agent by itself.</param>
internal sealed record LocalProblem(IDevice Device, LocalObjective Objective, Regularizer Regularizer, int AgentCount)
{
    private readonly List<PartialLinearization> _social = [];

    /// <summary>I, the number of agents; 1 for an agent by itself.</summary>
    public int AgentCount { get; private set; } = AgentCount;

    /// <summary>Q, the length of the weights.</summary>
    public int WeightCount => Objective.WeightCount;

    /// <summary>
    /// The social cost is that of so many agents and rows from now on; the algorithm must restart its tracker.
    /// </summary>
    public void ShareAmong(int agents, long rows)
    {
        AgentCount = agents;
        Objective.Rescale(1.0 / rows);
        _social.ForEach(surrogate => surrogate.OwnShare = agents);
    }

    /// <summary>The surrogate that the options ask for.</summary>
    /// <exception cref="ConfigurationException">The problem is too large for the solver.</exception>
    public ISurrogate CreateSurrogate(AlgorithmOptions options)
    {
        try
        {
            return options.Surrogate == SurrogateKind.Full
                ? new FullLinearization(Device, Regularizer)
                : Partial(options);
        }
        catch (ArgumentException e)
        {
            throw new ConfigurationException($"key 'algorithm.solver': {e.Message}", e);
        }
        catch (OutOfMemoryException e)
        {
            throw new ConfigurationException(
                $"key 'algorithm.solver': {options.Solver} needs a Jacobian that does not fit into memory; "
                + "use conjugateGradient",
                e);
        }
    }

    private PartialLinearization Partial(AlgorithmOptions options)
    {
        var isSocial = options.Scope == SurrogateScope.Social;
        var surrogate = new PartialLinearization(Device, Objective, Regularizer, new PartialLinearizationOptions
        {
            OwnShare = isSocial ? AgentCount : 1,
            Blocks = options.Blocks,
            Solver = options.Solver,
            InnerIterations = options.InnerIterations,
            OuterIterations = options.OuterIterations,
            Tolerance = options.Tolerance,
        });
        if (isSocial)
        {
            _social.Add(surrogate);
        }

        return surrogate;
    }

    /// <summary>
    /// Writes I ∇g_i(w) + ∇r(w), whose mean over the agents is the gradient of the social cost; returns g_i(w).
    /// </summary>
    public double SocialGradient(DeviceVector weights, DeviceVector gradient)
    {
        var cost = Objective.CostAndGradient(weights, gradient);
        Device.Combine(AgentCount, gradient, (float)(2 * Regularizer.L2), weights, gradient);
        return cost;
    }

    /// <summary>Writes I ∇g_i(w) + ∇r(w) + c, in as few passes as that takes; returns g_i(w).</summary>
    public double SocialGradient(DeviceVector weights, DeviceVector gradient, DeviceVector correction)
    {
        var cost = Objective.CostAndGradient(weights, gradient);
        Device.Combine(AgentCount, gradient, 1, correction, gradient);
        if (Regularizer.L2 > 0)
        {
            Device.AddScaled((float)(2 * Regularizer.L2), weights, gradient);
        }

        return cost;
    }
}
