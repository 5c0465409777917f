using System.CommandLine;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Formats.Postgres;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Models;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Training;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur evaluate</c>: what trained weights are worth on the run's test set or any other rows.</summary>
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

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Evaluate on all rows of this file, with their targets, instead of the run's test set; in any "
            + "format that data.train may have. The run file then only says how the file is read.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Labels = new("--labels")
    {
        Description = "The labels of --data, where they stand in a file of their own (IDX); found if named as MNIST's.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Predictions = new("--predictions")
    {
        Description = "CSV file for what the model says about every row; with one weights file only.",
        HelpName = "FILE",
    };

    private static readonly Option<DataScale> Scale = CommonOptions.Scale();

    private static readonly Option<int> Threads = CommonOptions.Threads();

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one JSON object per file, with the findings: confusion matrix and worst rows.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("evaluate", "Evaluates trained weights on the test set of a run or on any rows.")
        {
            Weights, Data, Labels, Predictions, Scale, Threads, Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Predictions) is not null && result.GetValue(Weights) is { Length: > 1 })
            {
                result.AddError("--predictions takes one weights file");
            }

            if (result.GetValue(Data) is null && result.GetValue(Labels) is not null)
            {
                result.AddError("--labels belong to --data");
            }
        });
        RunSet.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var device = new HostDevice(parsed.GetValue(Threads));
        var paths = parsed.GetValue(Weights)!;
        foreach (var (path, trained, rows) in Load(parsed, paths))
        {
            var review = new TestSet(rows).ReviewOn(device, trained.Model, trained.Meaning, trained.Statistics);
            var w = device.Allocate(trained.Weights.Length);
            device.Upload(trained.Weights.Span, w);
            var evaluation = review.Evaluate(w);
            var findings = Examine(parsed, trained, rows, receive => review.Examine(w, receive));
            Print(path, evaluation, findings, parsed.GetValue(Json), isOnly: paths.Length == 1);
        }

        return 0;
    }

    /// <summary>The rows of the run's test set fit the run's model; those of another file are read for each model.
    /// </summary>
    private static IEnumerable<(string Path, TrainedModel Trained, Dataset Rows)> Load(
        ParseResult parsed, string[] paths)
    {
        var (run, folder) = (RunSet.Load(parsed), RunSet.FullDataDirectory(parsed));
        using var progress = LoadProgressView.Create(isQuiet: false);
        var settings = new LoadSettings { Progress = progress };
        if (parsed.GetValue(Data) is not { } source)
        {
            var data = DataLoader.Load(run.Data, folder, run.Seed, settings);
            var plan = ModelPlan.For(run, data);
            return [.. paths.Select(path => (path, FinalWeights.Read(path, plan.Model, plan.Meaning), data.Test))];
        }

        var options = run.Data with
        {
            Generated = null,
            Train = source,
            TrainLabels = parsed.GetValue(Labels),
            Test = null,
            TestLabels = null,
            Query = PostgresAddress.IsUrl(source) ? run.Data.Query : null,
            TestQuery = null,
            Limit = null,
        };
        var scale = CommonOptions.ScaleOf(parsed.GetValue(Scale));
        return paths.Select(path => FinalWeights.Read(path, scale))
            .Select((trained, k) => (paths[k], trained, LabelledRows.Load(trained, options, folder)));
    }

    private static TestFindings? Examine(
        ParseResult parsed, TrainedModel trained, Dataset rows, Func<RowOutputs?, TestFindings?> examine)
    {
        if (CommonOptions.FileOf(Predictions, parsed) is not { } path)
        {
            return examine(null);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new StreamWriter(path);
        using var table = new PredictionTable(file, trained, rows);
        return examine(table.Add);
    }

    private static void Print(string path, Evaluation evaluation, TestFindings? findings, bool json, bool isOnly)
    {
        var accuracy = double.IsNaN(evaluation.Accuracy) ? (double?)null : evaluation.Accuracy;
        if (json)
        {
            var result = new { weights = path, testCost = evaluation.Cost, testAccuracy = accuracy, findings };
            Console.WriteLine(MetricsFormat.ToLine(result));
            return;
        }

        var share = accuracy is { } value ? $"   test accuracy {ProgressText.Percent(value)}" : "";
        Console.WriteLine($"{path}: test cost {ProgressText.Number(evaluation.Cost)}{share}");
        if (isOnly && findings is not null)
        {
            FindingsText.Write(Console.Out, findings);
        }
    }
}
