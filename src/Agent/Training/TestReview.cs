using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Reports.Findings;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Training;

/// <summary>Judges weights on a test set: at any time by cost and accuracy, at the end row by row.</summary>
internal sealed class TestReview
{
    private readonly IDevice _device;
    private readonly Model _model;
    private readonly ModelMeaning _meaning;
    private readonly ILoss _loss;
    private readonly TestSet _test;
    private readonly FeatureStatistics _statistics;
    private readonly Standardizer _standardizer;
    private readonly Samples _samples;
    private readonly Evaluator _evaluator;

    /// <summary>Scales the rows, unless another review of the set has, and makes the room for evaluations.</summary>
    public TestReview(
        IDevice device, Model model, ModelMeaning meaning, FeatureStatistics statistics, TestSet test)
    {
        (_device, _model, _meaning, _statistics, _test) = (device, model, meaning, statistics, test);
        _standardizer = meaning.CreateStandardizer(statistics);
        _samples = test.On(device, _standardizer, meaning.Outputs == OutputKind.Logistic);
        _loss = meaning.CreateLoss();
        _evaluator = new Evaluator(device, model, _loss);
    }

    /// <summary>Cost and accuracy of weights.</summary>
    public Evaluation Evaluate(DeviceVector weights) => _evaluator.Evaluate(weights, _samples);

    /// <summary>What weights make of every row; null where the outputs make no decisions.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="alsoReceives">Is given every row too.</param>
    public TestFindings? Examine(DeviceVector weights, RowOutputs? alsoReceives = null)
    {
        var findings = FindingsCollector.For(_meaning, _test.Rows, _statistics, _standardizer);
        var receivers = (findings is null ? null : new RowOutputs(findings.Add)) + alsoReceives;
        if (receivers is not null)
        {
            new Examiner(_device, _model, _loss).Examine(weights, _samples, receivers);
        }

        return findings?.ToFindings();
    }
}
