using System.CommandLine;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Data;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur evaluate</c>: what trained weights are worth on the run's test set.</summary>
internal static class EvaluateCommand
{
    private static readonly RunOptionSet RunSet = new();

    private static readonly Option<string[]> Weights = new("--weights")
    {
        Description = "Weights to evaluate: one or more safetensors files.",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Threads = CommonOptions.Threads();

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object per file." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("evaluate", "Evaluates trained weights on the test set of a run file.")
        {
            Weights, Threads, Json,
        };
        RunSet.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var run = RunSet.Load(parsed);
        var data = DataLoader.Load(run.Data, RunSet.FullDataDirectory(parsed), run.Seed);
        using var device = new HostDevice(parsed.GetValue(Threads));
        var plan = ModelPlan.For(run, data);
        var evaluator = new Evaluator(device, plan.Model, plan.Loss);
        foreach (var path in parsed.GetValue(Weights)!)
        {
            var trained = FinalWeights.Read(path, plan.Model);
            var vector = device.Allocate(plan.Model.WeightCount);
            device.Upload(trained.Weights, vector);
            var channels = data.Test.Image?.Channels ?? 1;
            var standardizer = Standardizer.Create(
                trained.Statistics, data.Scale, run.Data.StandardizeTargets, channels);
            var test = new TestSet(data.Test.Copy());
            var evaluation = evaluator.Evaluate(vector, test.On(device, standardizer, plan.SingleOutput));
            Print(path, evaluation, parsed.GetValue(Json));
        }

        return 0;
    }

    private static void Print(string path, Evaluation evaluation, bool json)
    {
        var accuracy = double.IsNaN(evaluation.Accuracy) ? (double?)null : evaluation.Accuracy;
        if (json)
        {
            var result = new { weights = path, testCost = evaluation.Cost, testAccuracy = accuracy };
            Console.WriteLine(MetricsFormat.ToLine(result));
            return;
        }

        var share = accuracy is { } value ? $"   test accuracy {ProgressText.Percent(value)}" : "";
        Console.WriteLine($"{path}: test cost {ProgressText.Number(evaluation.Cost)}{share}");
    }
}
