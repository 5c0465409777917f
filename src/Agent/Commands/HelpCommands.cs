using System.CommandLine;
using Murmuration.Agent.Help;
using System.Reflection;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur completion</c> and <c>murmur man</c>: the help in the forms that a system installs.</summary>
internal static class HelpCommands
{
    private static readonly Argument<string> Shell = new("shell")
    {
        Description = $"{string.Join(", ", CompletionScript.ByShell.Keys)}.",
        HelpName = "shell",
    };

    static HelpCommands() => Shell.AcceptOnlyFromAmong([.. CompletionScript.ByShell.Keys]);

    /// <summary>The command <c>completion</c>.</summary>
    public static Command CreateCompletion()
    {
        var command = new Command("completion", "Prints a script by which a shell completes commands and options.")
        {
            Shell,
        };
        command.SetAction(parsed => Console.Out.Write(CompletionScript.ByShell[parsed.GetValue(Shell)!]));
        return command;
    }

    /// <summary>The command <c>man</c>.</summary>
    /// <param name="root">Makes the command that the page is about.</param>
    public static Command CreateMan(Func<RootCommand> root)
    {
        var command = new Command("man", "Prints the manual page, for example for: murmur man | man -l -");
        command.SetAction(_ => Console.Out.Write(new ManPage(root(), Version, Date)));
        return command;
    }

    private static string Version => typeof(HelpCommands).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The date of the program's file.</summary>
    private static DateOnly Date => DateOnly.FromDateTime(File.GetLastWriteTimeUtc(Environment.ProcessPath!));
}
