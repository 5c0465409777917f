using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Models;

/// <summary>
/// The numbers by which rows as they stand in a file are scaled, <c>(x − offset) · factor</c>, and outputs are brought
/// back, <c>y · factor + offset</c>.
/// </summary>
internal sealed class ModelScaling
{
    /// <summary>Takes the numbers of a model.</summary>
    public ModelScaling(TrainedModel trained)
    {
        var standardizer = trained.Meaning.CreateStandardizer(trained.Statistics);
        var inputs = trained.Model.InputCount;
        var unit = trained.Meaning.Scale == DataScale.Unit ? 1 / 255.0 : 1;
        InputOffsets = [.. Enumerable.Range(0, inputs).Select(standardizer.Offset)];
        InputFactors = [.. Enumerable.Range(0, inputs).Select(column => unit * standardizer.Factor(column))];
        var targets = Enumerable.Range(inputs, trained.Statistics.TargetCount).ToList();
        OutputOffsets = [.. targets.Select(standardizer.Offset)];
        OutputFactors = [.. targets.Select(standardizer.Factor).Select(factor => factor == 0 ? 0 : 1 / factor)];
    }

    /// <summary>What is subtracted from the inputs.</summary>
    public double[] InputOffsets { get; }

    /// <summary>What they are multiplied by then; 0 for a constant column.</summary>
    public double[] InputFactors { get; }

    /// <summary>What outputs of a regression are multiplied by; empty for classes.</summary>
    public double[] OutputFactors { get; }

    /// <summary>What is added to them then.</summary>
    public double[] OutputOffsets { get; }
}
