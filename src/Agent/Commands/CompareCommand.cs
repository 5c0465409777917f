using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Reports;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur compare</c>: finished runs side by side.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string[]> Folders = new("folders")
    {
        Description = "Output folders of runs, two or more to compare.",
        HelpName = "FOLDER",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Html = new("--html")
    {
        Description = "Also write a self-contained page with plots.",
        HelpName = "FILE",
    };

    private static readonly Option<double?> Target = new("--target")
    {
        Description = "Show when the agents' mean test accuracy first reached this, 0 … 1.",
        HelpName = "SHARE",
    };

    private static readonly Option<string> Title = new("--title")
    {
        Description = "Heading of the page.",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "Comparison of runs",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "compare", "Puts runs side by side: accuracy and cost against rounds, bytes and seconds.")
        {
            Folders, Html, Target, Title,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var target = parsed.GetValue(Target);
        if (target is not null and not (> 0 and < 1))
        {
            throw new ConfigurationException($"--target {target}: give a share above 0 and below 1, such as 0.97");
        }

        var folders = parsed.GetValue(Folders)!.Select(folder => CommonOptions.FullPath("FOLDER", folder)).ToList();
        var runs = folders.Zip(RunNames.Of(folders), RunHistory.Read).ToList();
        var table = new ComparisonTable(runs, target);
        table.Write(Console.Out);
        if (parsed.GetValue(Html) is { } path)
        {
            using var file = new StreamWriter(CommonOptions.FullPath("--html", path));
            ComparisonPage.Write(file, parsed.GetValue(Title)!, runs, table);
        }

        return 0;
    }
}
