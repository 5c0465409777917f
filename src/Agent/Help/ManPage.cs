using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text;

namespace Murmuration.Agent.Help;

/// <summary>The manual page <c>murmur(1)</c>, made of the texts that <c>--help</c> shows.</summary>
/// <param name="root">The command with all its subcommands.</param>
/// <param name="version">Version of the program.</param>
/// <param name="date">Its date.</param>
internal sealed class ManPage(RootCommand root, string version, DateOnly date)
{
    private const string Program = "murmur";

    /// <summary>Options whose default is a property of the machine that makes the page.</summary>
    private static readonly string[] OfTheMachine = ["--threads"];

    private readonly StringBuilder _text = new();

    /// <summary>The page as source for <c>man</c>.</summary>
    public override string ToString()
    {
        _text.Clear();
        Line($".TH MURMUR 1 {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} \"Murmuration {version}\"");
        Section("NAME");
        Line($"{Program} \\- {Escape(WithoutName(root.Description!).TrimEnd('.'))}");
        Section("SYNOPSIS");
        var commands = Commands(root, Program).ToList();
        var calls = commands.Select(one => $".B {Escape(one.Path)}\n{Parameters(one.Command)}".Trim());
        Line(string.Join("\n.br\n", calls));
        Section("COMMANDS");
        foreach (var (path, command) in commands)
        {
            Describe(path, command);
        }

        Add(Ending);
        return _text.ToString();
    }

    private const string Ending =
        """
        .SH ENVIRONMENT
        .TP
        .B MURMURATION__KEY
        Overrides a key of the run file; the dots of the key become two underscores, as in
        .BR MURMURATION__algorithm__tau=2 .
        .TP
        .BR MURMURATION_ID ", " MURMURATION_TOPOLOGY ", " MURMURATION_RUN ", " MURMURATION_DATA_DIR
        .TQ
        .BR MURMURATION_LISTEN ", " MURMURATION_KEYS ", " MURMURATION_DASHBOARD
        Stand for the options of the same names; the command line wins.
        .SH EXIT STATUS
        .TP
        .B 0
        Done, or stopped in order.
        .TP
        .B 1
        Failed; the last line on standard error says why.
        .TP
        .B 2
        The command line makes no sense.
        """;

    /// <summary>The commands that do something, each with its whole name.</summary>
    private static IEnumerable<(string Path, Command Command)> Commands(Command parent, string path) =>
        parent.Subcommands.Where(command => !command.Hidden).SelectMany(command => command.Subcommands.Count > 0
            ? Commands(command, $"{path} {command.Name}")
            : [($"{path} {command.Name}", command)]);

    private static string Arguments(Command command) => string.Concat(command.Arguments.Select(argument =>
        $" {NameOf(argument)}{(argument.Arity.MaximumNumberOfValues > 1 ? " ..." : "")}"));

    private static string NameOf(Argument argument) => (argument.HelpName ?? argument.Name).ToUpperInvariant();

    private static IEnumerable<Option> Options(Command command) =>
        command.Options.Where(option => !option.Hidden && option is not HelpOption);

    /// <summary>What follows the name of a command, as one line of the source.</summary>
    private static string Parameters(Command command) => Options(command).Any()
        ? $".RI [ options \"]{Escape(Arguments(command))}\""
        : Escape(Arguments(command).Trim());

    /// <summary>The description begins with the name of the whole, which stands before it in the page.</summary>
    private static string WithoutName(string text) => text[(text.IndexOf(' ') + 1)..];

    private void Describe(string path, Command command)
    {
        Line($".SS \"{Escape(path + Arguments(command))}\"");
        Line(Escape(command.Description ?? ""));
        foreach (var argument in command.Arguments)
        {
            Line(".TP");
            Line($".I {Escape(NameOf(argument))}");
            Line(Escape(argument.Description ?? ""));
        }

        foreach (var option in Options(command))
        {
            Line(".TP");
            var names = string.Join("\", \"", option.Aliases.Prepend(option.Name).Select(Escape));
            Line(option.HelpName is { } value ? $".BI \"{names} \" \"{Escape(value)}\"" : $".B \"{names}\"");
            Line(Escape($"{option.Description}{DefaultOf(option)}"));
        }
    }

    private static string DefaultOf(Option option) =>
        option.HasDefaultValue && !OfTheMachine.Contains(option.Name)
        && option.GetDefaultValue() is { } value and not false
            ? $" [default: {value}]"
            : "";

    private void Section(string name) => Line($".SH {name}");

    private void Line(string text) => _text.Append(text).Append('\n');

    private void Add(string text) => Line(text.ReplaceLineEndings("\n"));

    /// <summary>Nothing in the text means anything to the formatter.</summary>
    private static string Escape(string text)
    {
        var escaped = text
            .Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("\"", "\\(dq", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? $"\\&{escaped}" : escaped;
    }
}
