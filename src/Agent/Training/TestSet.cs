using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Kernels.Devices;
using Murmuration.Kernels.Models;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Training;

/// <summary>
/// The common test set, scaled once by the network's statistics, and its reviews, shared by the agents of a process.
/// </summary>
/// <param name="rows">The rows as they were loaded; they stay as they are.</param>
internal sealed class TestSet(Dataset rows)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IDevice, TestReview> _reviews = [];
    private Samples? _samples;

    /// <summary>The rows as they were loaded, not scaled.</summary>
    public Dataset Rows => rows;

    /// <summary>
    /// The review of a model on a device; every agent brings the same model, and the same statistics, the census's.
    /// </summary>
    public TestReview ReviewOn(IDevice device, Model model, ModelMeaning meaning, FeatureStatistics statistics)
    {
        lock (_gate)
        {
            if (!_reviews.TryGetValue(device, out var review))
            {
                var standardizer = meaning.CreateStandardizer(statistics);
                _samples ??= Upload(device, standardizer, meaning.Outputs == OutputKind.Logistic);
                review = _reviews[device] = new(device, model, meaning, statistics, standardizer, rows, _samples);
            }

            return review;
        }
    }

    private Samples Upload(IDevice device, Standardizer standardizer, bool singleOutput)
    {
        var scaled = rows.Copy();
        standardizer.Apply(scaled);
        return SampleUpload.Upload(device, scaled, singleOutput);
    }
}
