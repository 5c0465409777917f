using System.CommandLine;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Reports;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur report</c>: the report of a run, or finished runs side by side.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> Folders = new("folders")
    {
        Description = "Output folder of a run, or of one agent; two or more to compare.",
        HelpName = "FOLDER",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Html = new("--html")
    {
        Description = "Where the page goes. By default report.html in the folder of a single run; several runs make a "
            + "page only where this is given.",
        HelpName = "FILE",
    };

    private static readonly Option<double?> Target = new("--target")
    {
        Description = "Show when the agents' mean test accuracy first reached this, 0 … 1; for several runs.",
        HelpName = "SHARE",
    };

    private static readonly Option<string?> Title = new("--title")
    {
        Description = "Heading of the page.",
        HelpName = "TEXT",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "report", "Makes the report of a finished run, or puts several side by side as a table and a page.")
        {
            Folders, Html, Target, Title,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Target) is { } share and not (> 0 and < 1))
            {
                result.AddError($"--target {share}: give a share above 0 and below 1, such as 0.97");
            }
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var folders = parsed.GetValue(Folders)!.Select(folder => CommonOptions.FullPath("FOLDER", folder)).ToList();
        var html = parsed.GetValue(Html) is { } path ? CommonOptions.FullPath("--html", path) : null;
        if (folders is [var folder] && parsed.GetValue(Target) is null)
        {
            Console.Out.WriteLine(ReportPage.Write(folder, html, parsed.GetValue(Title), TimeProvider.System));
            return 0;
        }

        var runs = folders.Zip(RunNames.Of(folders), RunHistory.Read).ToList();
        var table = new ComparisonTable(runs, parsed.GetValue(Target));
        table.Write(Console.Out);
        if (html is not null)
        {
            using var file = new StreamWriter(html);
            ComparisonPage.Write(file, parsed.GetValue(Title) ?? "Comparison of runs", runs, table);
        }

        return 0;
    }
}
