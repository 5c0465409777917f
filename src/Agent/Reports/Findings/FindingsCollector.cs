using Murmuration.Agent.Data;
using Murmuration.Agent.Models;

namespace Murmuration.Agent.Reports.Findings;

/// <summary>Makes findings of a test set's rows, one after the other.</summary>
internal abstract class FindingsCollector
{
    /// <summary>
    /// The collector for a model; null for one whose outputs are read neither as classes nor as values: classes that
    /// are trained by the squared loss.
    /// </summary>
    /// <param name="meaning">What goes into the model and what comes out.</param>
    /// <param name="rows">The test set as it was loaded, not scaled.</param>
    /// <param name="statistics">Of the training data.</param>
    /// <param name="standardizer">The scaling of the rows and of regression targets.</param>
    public static FindingsCollector? For(
        ModelMeaning meaning, Dataset rows, FeatureStatistics statistics, Standardizer standardizer)
    {
        var reader = new OutputReader(meaning, standardizer);
        return meaning.Outputs switch
        {
            OutputKind.Scores => null,
            OutputKind.Values => new ValueFindings(rows, reader),
            _ => new ClassFindings(rows, reader, RowImages.Of(rows, meaning.Image, statistics)),
        };
    }

    /// <summary>Takes what the model makes of a row.</summary>
    public abstract void Add(int row, ReadOnlySpan<float> outputs, double loss);

    /// <summary>The findings of all rows so far.</summary>
    public abstract TestFindings ToFindings();
}
