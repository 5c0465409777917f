using System.CommandLine;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Kernels.Devices.Host;
using Murmuration.Kernels.Objectives;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur predict</c>: what trained weights say about rows whose targets nobody knows.</summary>
internal static class PredictCommand
{
    private static readonly Option<string> Weights = CommonOptions.WeightsFile();

    private static readonly Option<string> Data = new("--data")
    {
        Description = "File with the rows, in any format that data.train of a run file may have. A table may have a "
            + "target column or none.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "CSV file for the predictions; standard output by default.",
        HelpName = "FILE",
    };

    private static readonly Option<DataScale> Scale = CommonOptions.Scale();

    private static readonly Option<int> Threads = CommonOptions.Threads();

    private static readonly DataOptionSet DataSet = new();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("predict", "Predicts classes or values for the rows of a file, as CSV.")
        {
            Weights, Data, Output, Scale, Threads,
        };
        DataSet.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var weights = CommonOptions.FullPath("--weights", parsed.GetValue(Weights)!);
        var trained = FinalWeights.Read(weights, CommonOptions.ScaleOf(parsed.GetValue(Scale)));
        var options = DataSet.Load(parsed) with { Train = parsed.GetValue(Data), Scale = trained.Meaning.Scale };
        var rows = DataLoader.LoadInputs(options, DataSet.FullDataDirectory(parsed), trained.Model.InputCount);
        using var device = new HostDevice(parsed.GetValue(Threads));
        if (CommonOptions.FileOf(Output, parsed) is not { } path)
        {
            Write(Console.Out, trained, rows, device);
            return 0;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var file = new StreamWriter(path))
        {
            Write(file, trained, rows, device);
        }

        Console.WriteLine($"{path}: predictions for {rows.Count:N0} rows");
        return 0;
    }

    private static void Write(TextWriter writer, TrainedModel trained, InputRows rows, HostDevice device)
    {
        using var table = new PredictionTable(writer, trained, known: null);
        trained.Meaning.CreateStandardizer(trained.Statistics).Apply(rows.Inputs);
        var (inputs, w) = (device.Allocate(rows.Inputs.Length), device.Allocate(trained.Weights.Length));
        device.Upload(rows.Inputs, inputs);
        device.Upload(trained.Weights.Span, w);
        var examiner = new Examiner(device, trained.Model, trained.Meaning.CreateLoss());
        examiner.Predict(w, inputs.AsMatrix(rows.Count, rows.InputCount), table.Add);
    }
}
