using Murmuration.Agent.Data;

namespace Murmuration.Agent.Models;

/// <summary>Reads a model's outputs for one row as people mean them: classes, probabilities, values in their units.
/// </summary>
internal sealed class OutputReader(ModelMeaning meaning, Standardizer standardizer)
{
    /// <summary>The predicted class; of equals the first. Of no use for regression.</summary>
    public int Label(ReadOnlySpan<float> outputs) => meaning.Outputs == OutputKind.Logistic
        ? outputs[0] > 0 ? 1 : 0
        : Largest(outputs);

    /// <summary>
    /// Writes one number per class, a probability or, where there are none, a score; or the regression targets in
    /// their own units.
    /// </summary>
    public void Read(ReadOnlySpan<float> outputs, Span<double> values)
    {
        switch (meaning.Outputs)
        {
            case OutputKind.Softmax:
                Softmax(outputs, values);
                break;
            case OutputKind.Logistic:
                values[0] = Logistic(-outputs[0]);
                values[1] = Logistic(outputs[0]);
                break;
            case OutputKind.Scores:
                Widen(outputs, values);
                break;
            default:
                Restore(outputs, values);
                break;
        }
    }

    private static int Largest(ReadOnlySpan<float> outputs)
    {
        var largest = 0;
        for (var k = 1; k < outputs.Length; k++)
        {
            largest = outputs[k] > outputs[largest] ? k : largest;
        }

        return largest;
    }

    /// <summary>With the largest subtracted, so that no power overflows.</summary>
    private static void Softmax(ReadOnlySpan<float> outputs, Span<double> values)
    {
        var (largest, sum) = (outputs[Largest(outputs)], 0.0);
        for (var k = 0; k < outputs.Length; k++)
        {
            sum += values[k] = Math.Exp(outputs[k] - (double)largest);
        }

        for (var k = 0; k < outputs.Length; k++)
        {
            values[k] /= sum;
        }
    }

    private static double Logistic(double score) => 1 / (1 + Math.Exp(-score));

    private static void Widen(ReadOnlySpan<float> outputs, Span<double> values)
    {
        for (var k = 0; k < outputs.Length; k++)
        {
            values[k] = outputs[k];
        }
    }

    private void Restore(ReadOnlySpan<float> outputs, Span<double> values)
    {
        for (var k = 0; k < outputs.Length; k++)
        {
            values[k] = standardizer.Restore(k, outputs[k]);
        }
    }
}
