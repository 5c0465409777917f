using System.Security.Cryptography;
using System.Text;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Training;

/// <summary>
/// The model and loss of a run on given data, and the fingerprint by which agents recognize the same plan.
/// </summary>
internal sealed record ModelPlan(Model Model, ILoss Loss, string Fingerprint)
{
    /// <summary>Two vectors of one message must fit an array.</summary>
    private const double MostWeights = 500_000_000;

    /// <summary>The handshake takes 128 bytes in all.</summary>
    private const int MostReadable = 100;

    /// <summary>Whether two classes become one output (logistic loss).</summary>
    public bool SingleOutput => Loss is LogisticLoss;

    /// <summary>Makes the plan: inputs and outputs come from the data, all else from the run file.</summary>
    /// <exception cref="ConfigurationException">The loss does not fit the data.</exception>
    public static ModelPlan For(RunOptions run, DatasetPair pair)
    {
        var data = pair.Train;
        var kind = ResolveLoss(run, data);
        var outputs = kind == LossKind.Logistic ? 1 : data.IsClassification ? data.ClassCount : data.TargetCount;
        var model = CreateModel([data.InputCount, .. run.Model.Hidden, outputs], run);
        return new ModelPlan(model, CreateLoss(kind), CreateFingerprint(run, pair, model, kind));
    }

    /// <summary>Floats in one message of the run's algorithm.</summary>
    public int MessageLength(RunOptions run) =>
        AlgorithmCatalog.MessageShape(run.Algorithm).Vectors * Model.WeightCount;

    private static Model CreateModel(int[] widths, RunOptions run)
    {
        var weights = widths.Zip(widths.Skip(1), (inputs, outputs) => (inputs + 1.0) * outputs).Sum();
        if (weights > MostWeights)
        {
            throw new ConfigurationException(
                $"key 'model.hidden': {weights:G3} weights are too many (at most {MostWeights:G3})");
        }

        return run.Algorithm.Blocks <= weights
            ? Model.MultilayerPerceptron(widths, run.Model.Activation)
            : throw new ConfigurationException(
                $"key 'algorithm.blocks': {run.Algorithm.Blocks} blocks of {weights} weights; "
                + "use one per weight at most");
    }

    private static LossKind ResolveLoss(RunOptions run, Dataset data) => (run.Loss, data.IsClassification) switch
    {
        (LossKind.Auto, true) => LossKind.SoftmaxCrossEntropy,
        (LossKind.Auto, false) => LossKind.Squared,
        (LossKind.SoftmaxCrossEntropy, false) =>
            throw new ConfigurationException(
                "key 'loss': softmaxCrossEntropy needs classes, but the data has numeric targets; use squared"),
        (LossKind.Logistic, _) when !data.IsClassification || data.ClassCount != 2 =>
            throw new ConfigurationException(
                "key 'loss': logistic needs data with exactly two classes; use softmaxCrossEntropy"),
        var (loss, _) => loss,
    };

    private static ILoss CreateLoss(LossKind kind) => kind switch
    {
        LossKind.Squared => SquaredLoss.Instance,
        LossKind.Logistic => LogisticLoss.Instance,
        _ => SoftmaxCrossEntropyLoss.Instance,
    };

    /// <summary>
    /// Readable first, so that a mismatch between agents explains itself; the digest covers the rest.
    /// </summary>
    private static string CreateFingerprint(RunOptions run, DatasetPair pair, Model model, LossKind loss)
    {
        var meaning = new DataOptions { Scale = pair.Scale, StandardizeTargets = run.Data.StandardizeTargets };
        var shared = run with { Data = meaning, EvaluateEvery = 1, Loss = loss };
        string[] agreed = [model.Description, RunFile.ToJson(shared), .. pair.Train.ClassNames];
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', agreed)));
        var readable = $"{model.Description} {loss} {run.Algorithm.Name} {run.Rounds} rounds";
        var beginning = readable[..Math.Min(readable.Length, MostReadable)];
        return $"{beginning} #{Convert.ToHexStringLower(digest.AsSpan(0, 6))}";
    }
}
