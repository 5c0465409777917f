using Murmuration.Agent.Configuration;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Algorithms;

/// <summary>The rules of local steps by name.</summary>
internal static class StepRules
{
    /// <summary>
    /// The rule that the options ask for, for so many weights. Without momentum those with momentum are sgd, to the
    /// bit.
    /// </summary>
    public static IStepRule Create(IDevice device, int weightCount, OptimizerOptions optimizer)
    {
        var momentum = optimizer.Momentum ?? OptimizerOptions.DefaultMomentum;
        return optimizer.Name switch
        {
            OptimizerKind.AdamW => new AdamWRule(device, weightCount, optimizer),
            OptimizerKind.Nesterov when momentum > 0 =>
                new NesterovRule(device, weightCount, momentum, optimizer.WeightDecay),
            OptimizerKind.Momentum when momentum > 0 =>
                new MomentumRule(device, weightCount, momentum, optimizer.WeightDecay),
            _ => new SgdRule(device, optimizer.WeightDecay),
        };
    }
}
