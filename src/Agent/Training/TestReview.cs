using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Reports.Findings;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Training;

/// <summary>
/// Judges weights on a test set: at any time by cost and accuracy, at the end row by row. Several agents may do so at
/// once; there is as much room as there have been evaluations at a time, not as there are agents.
/// </summary>
/// <param name="device">Where it computes; weights and samples are memory of such a device.</param>
/// <param name="model">What is judged.</param>
/// <param name="meaning">What goes in and what comes out.</param>
/// <param name="statistics">Of the training data.</param>
/// <param name="standardizer">The scaling of the samples.</param>
/// <param name="rows">The test set as it was loaded.</param>
/// <param name="samples">The same, scaled, on the device.</param>
internal sealed class TestReview(
    IDevice device,
    Model model,
    ModelMeaning meaning,
    FeatureStatistics statistics,
    Standardizer standardizer,
    Dataset rows,
    Samples samples)
{
    private readonly ILoss _loss = meaning.CreateLoss();
    private readonly Stack<Evaluator> _evaluators = new();
    private readonly Stack<Examiner> _examiners = new();

    /// <summary>Cost and accuracy of weights.</summary>
    public Evaluation Evaluate(DeviceVector weights)
    {
        var evaluator = Idle(_evaluators) ?? new(device, model, _loss);
        var evaluation = evaluator.Evaluate(weights, samples);
        Return(evaluator, _evaluators);
        return evaluation;
    }

    /// <summary>What weights make of every row; null where the outputs make no decisions.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="alsoReceives">Is given every row too.</param>
    public TestFindings? Examine(DeviceVector weights, RowOutputs? alsoReceives = null)
    {
        var findings = FindingsCollector.For(meaning, rows, statistics, standardizer);
        var receivers = (findings is null ? null : new RowOutputs(findings.Add)) + alsoReceives;
        if (receivers is not null)
        {
            var examiner = Idle(_examiners) ?? new(device, model, _loss);
            examiner.Examine(weights, samples, receivers);
            Return(examiner, _examiners);
        }

        return findings?.ToFindings();
    }

    private static T? Idle<T>(Stack<T> all)
        where T : class
    {
        lock (all)
        {
            return all.TryPop(out var idle) ? idle : null;
        }
    }

    private static void Return<T>(T used, Stack<T> all)
    {
        lock (all)
        {
            all.Push(used);
        }
    }
}
