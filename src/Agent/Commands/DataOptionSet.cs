using System.CommandLine;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Commands;

/// <summary>The options by which a command without a run file is told how a data file is to be read.</summary>
internal sealed class DataOptionSet
{
    public Option<string> DataDirectory { get; } = new("--data-dir")
    {
        Description = "Folder that a relative --data starts from.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "How the file is to be read, by a key of run files, for example --set data.separator=tab "
            + "or --set data.ignore=id (may be repeated).",
        HelpName = "KEY=VALUE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(DataDirectory);
        command.Options.Add(Set);
    }

    /// <summary>The data options, all others at their defaults.</summary>
    public DataOptions Load(ParseResult parsed) =>
        RunFile.Load(path: null, RunOptionSet.Settings(parsed.GetValue(Set) ?? [])).Data;

    /// <summary>Where a relative path starts from.</summary>
    public string FullDataDirectory(ParseResult parsed) =>
        CommonOptions.FullPath("--data-dir", parsed.GetValue(DataDirectory)!);
}
