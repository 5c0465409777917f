using System.Security.Cryptography;
using System.Text;
using Murmuration.Agent.Algorithms;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Gossip.Topologies;
using Murmuration.Kernels.Losses;
using Murmuration.Kernels.Models;

namespace Murmuration.Agent.Training;

/// <summary>
/// The model and loss of a run on given data, and the fingerprints by which plans are recognized.
/// </summary>
/// <param name="Model">f.</param>
/// <param name="Loss">The loss per sample.</param>
/// <param name="Meaning">What goes into the model and what comes out.</param>
/// <param name="Fingerprint">What two agents must agree on to exchange messages.</param>
/// <param name="StateFingerprint">What an agent's checkpoint must agree with for the agent to go on from it: also
/// where its data comes from, but not the number of rounds, so that a run can be prolonged.</param>
internal sealed record ModelPlan(
    Model Model, ILoss Loss, ModelMeaning Meaning, string Fingerprint, string StateFingerprint)
{
    /// <summary>The handshake takes 128 bytes in all.</summary>
    private const int MostReadable = 100;

    /// <summary>Whether two classes become one output (logistic loss).</summary>
    public bool SingleOutput => Loss is LogisticLoss;

    /// <summary>Where all agents begin; null for weights drawn from the seed.</summary>
    public InitialWeights? InitialWeights { get; init; }

    /// <summary>
    /// Makes the plan: inputs and outputs come from the data, the first weights from a file where one is given, all
    /// else from the run file.
    /// </summary>
    /// <exception cref="ConfigurationException">The loss does not fit the data.</exception>
    /// <exception cref="CheckpointException">The first weights cannot be read, or are of another model.</exception>
    public static ModelPlan For(RunOptions run, DatasetPair pair, string? initialWeights = null)
    {
        var data = pair.Train;
        var kind = ResolveLoss(run, data);
        var outputs = kind == LossKind.Logistic ? 1 : data.IsClassification ? data.ClassCount : data.TargetCount;
        var model = CreateModel(run, data, outputs);
        var first = initialWeights is null ? null : InitialWeights.Read(initialWeights, model);
        var meaning = CreateMeaning(run, pair, kind);
        return new ModelPlan(
            model,
            meaning.CreateLoss(),
            meaning,
            CreateFingerprint(run, pair, model, kind, first),
            CreateStateFingerprint(run, pair, model, kind, first))
        {
            InitialWeights = first,
        };
    }

    /// <summary>Floats in one message of the run's algorithm.</summary>
    public int MessageLength(RunOptions run) =>
        AlgorithmCatalog.MessageShape(run.Algorithm).Vectors * Model.WeightCount;

    /// <summary>Most floats in one letter of the run's algorithm, 0 where it sends none.</summary>
    public int LetterLength(RunOptions run, TopologySchedule schedule) =>
        AlgorithmCatalog.LetterLength(run.Algorithm, Model, schedule);

    private static Model CreateModel(RunOptions run, Dataset data, int outputs)
    {
        var model = ModelFactory.Create(run.Model, data, outputs);
        return run.Algorithm.Blocks <= model.WeightCount
            ? model
            : throw new ConfigurationException(
                $"key 'algorithm.blocks': {run.Algorithm.Blocks} blocks of {model.WeightCount} weights; "
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

    private static ModelMeaning CreateMeaning(RunOptions run, DatasetPair pair, LossKind loss) => new()
    {
        Image = pair.Train.Image ?? ModelFactory.ImageOf(run.Model, pair.Train),
        Scale = pair.InputScale,
        Loss = loss,
        StandardizesTargets = run.Data.StandardizeTargets,
        ClassNames = pair.Train.ClassNames,
    };

    private static string CreateFingerprint(
        RunOptions run, DatasetPair pair, Model model, LossKind loss, InitialWeights? first)
    {
        var meaning = new DataOptions
        {
            Scale = pair.Scale,
            StandardizeTargets = run.Data.StandardizeTargets,
            Categories = run.Data.Categories,
        };
        var agreed = Essence(run) with { Data = meaning, Loss = loss };
        var readable = $"{model.Description} {loss} {run.Algorithm.Name} {run.Rounds} rounds";
        return Digest(readable, agreed, pair, model, first);
    }

    private static string CreateStateFingerprint(
        RunOptions run, DatasetPair pair, Model model, LossKind loss, InitialWeights? first)
    {
        var data = run.Data with { Scale = pair.Scale, Memory = null, Cache = null };
        var agreed = Essence(run) with { Data = data, Loss = loss, Rounds = 0 };
        return Digest($"{model.Description} {loss} {run.Algorithm.Name}", agreed, pair, model, first);
    }

    /// <summary>The run without what each agent may do its own way; modules are put together for an evaluation by all
    /// agents of a chain.</summary>
    private static RunOptions Essence(RunOptions run) => run with
    {
        Topology = null,
        EvaluateEvery = run.Algorithm.Name.CutsModel() ? run.EvaluateEvery : 1,
        Checkpoints = new CheckpointOptions(),
        Stop = new StopOptions(),
        Links = new LinkOptions(),
    };

    /// <summary>Readable first, so that a mismatch explains itself; the digest covers the rest.</summary>
    private static string Digest(
        string readable, RunOptions agreed, DatasetPair pair, Model model, InitialWeights? first)
    {
        string[] all = [model.Description, RunFile.ToJson(agreed), .. pair.Train.ClassNames];
        if (first is not null)
        {
            readable = $"from weights {first.Digest[..8]} {readable}";
            all = [.. all, first.Digest];
        }

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all)));
        var beginning = readable[..Math.Min(readable.Length, MostReadable)];
        return $"{beginning} #{Convert.ToHexStringLower(digest.AsSpan(0, 6))}";
    }
}
