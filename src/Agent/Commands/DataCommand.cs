using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Checks;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur data</c>: looks at data before it is trained on.</summary>
internal static class DataCommand
{
    private static readonly Argument<string?> Source = new("file")
    {
        Description = "File or folder with the data, or the URL of a database. By default the data of --run.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Run = new("--run")
    {
        Description = "Run file whose way of reading is checked: its data options, and that its model fits the data.",
        HelpName = "FILE",
    };

    private static readonly Option<string> DataDirectory = new("--data-dir")
    {
        Description = "Folder that relative data paths start from.",
        HelpName = "DIR",
        DefaultValueFactory = _ => CommonOptions.Variable("MURMURATION_DATA_DIR") ?? ".",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Sets any key of a run file, for example --set data.target=price (may be repeated).",
        HelpName = "KEY=VALUE",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object." };

    /// <summary>The command with its subcommand.</summary>
    public static Command Create() => new("data", "Looks at data before it is trained on.") { Check() };

    private static Command Check()
    {
        var command = new Command(
            "check",
            "Says what it understood of a file: format, columns, classes, missing values, what a run file needs.")
        {
            Source, Run, DataDirectory, Set, Json,
        };
        command.SetAction(RunCheck);
        return command;
    }

    private static int RunCheck(ParseResult parsed)
    {
        var (source, file, json) = (parsed.GetValue(Source), parsed.GetValue(Run), parsed.GetValue(Json));
        if (source is null && file is null)
        {
            throw new ConfigurationException("which data? give a file, or a run file by --run");
        }

        var path = file is null ? null : CommonOptions.FullPath("--run", file);
        var run = RunFile.Load(path, RunOptionSet.Settings(parsed.GetValue(Set) ?? []));
        var data = source is null ? run.Data : run.Data with { Train = source, Generated = null };
        var result = CheckData(parsed, run with { Data = data }, fitsModel: file is not null);
        if (json)
        {
            Console.WriteLine(MetricsFormat.ToLine(result));
        }
        else
        {
            CheckText.Write(Console.Out, result);
        }

        return result.Problem is { } problem ? throw new DataException(problem) : 0;
    }

    private static CheckResult CheckData(ParseResult parsed, RunOptions run, bool fitsModel)
    {
        using var progress = LoadProgressView.Create(isQuiet: parsed.GetValue(Json));
        var folder = CommonOptions.FullPath("--data-dir", parsed.GetValue(DataDirectory)!);
        var settings = new LoadSettings { Progress = progress };
        return new DataCheck(folder, run.Seed, settings).Run(run.Data, fitsModel ? pair => ModelOf(run, pair) : null);
    }

    private static string ModelOf(RunOptions run, DatasetPair pair)
    {
        StreamedSamples.RequireMinibatch(run, pair.Train);
        var model = ModelPlan.For(run, pair).Model;
        return $"{model.Description}, {model.WeightCount:N0} weights";
    }
}
