using System.CommandLine;
using Murmuration.Agent.Checkpoints;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Models;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur export</c>: a trained model in a form that other programs read.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Weights = CommonOptions.WeightsFile();

    private static readonly Option<string?> To = new("--to")
    {
        Description = "The format; by default the one whose files end as --output does.",
        HelpName = ModelFormats.Names,
    };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "The file to write.",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<DataScale> Scale = CommonOptions.Scale();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "export", "Writes a trained model as ONNX, with the scaling of its inputs, or as safetensors.")
        {
            Weights, To, Output, Scale,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var path = CommonOptions.FullPath("--output", parsed.GetValue(Output)!);
        var format = ModelFormats.Find(parsed.GetValue(To), path);
        var weights = CommonOptions.FullPath("--weights", parsed.GetValue(Weights)!);
        var trained = FinalWeights.Read(weights, CommonOptions.ScaleOf(parsed.GetValue(Scale)));
        format.Write(path, trained);
        var size = ProgressText.Bytes(new FileInfo(path).Length);
        Console.WriteLine($"{path}: {format.Name}, {trained.Weights.Length:N0} weights, {size}");
        return 0;
    }
}
