using System.CommandLine;
using Murmuration.Agent.Commands;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>Checks that commands of the documentation exist and have the options that they are called with.</summary>
internal sealed class CommandCheck(string root)
{
    private readonly RootCommand _murmur = MurmurCommand.Create();

    /// <summary>What is wrong with the commands of a block.</summary>
    public IEnumerable<string> Problems(DocBlock block) => ShellWords.Commands(block.Text)
        .Select(Problem)
        .OfType<string>()
        .Select(problem => $"{block.Place}: {problem}");

    private string? Problem(IReadOnlyList<string> words) => words[0] switch
    {
        "murmur" => ProgramProblem(words),
        var script when script.Contains("scripts/", StringComparison.Ordinal) => ScriptProblem(script, words),
        _ => null,
    };

    private string? ProgramProblem(IReadOnlyList<string> words)
    {
        Command command = _murmur;
        var known = new List<Symbol>(_murmur.Options);
        foreach (var word in words.Skip(1))
        {
            if (command.Subcommands.FirstOrDefault(child => child.Name == word) is { } child)
            {
                command = child;
                known.AddRange(child.Options);
            }
            else if (command.Arguments.Count == 0 && !word.StartsWith('-') && command.Subcommands.Count > 0)
            {
                return $"murmur has no command '{word}' there";
            }
        }

        return Options(words).FirstOrDefault(option => !Names(known).Contains(option)) is { } unknown
            ? $"'murmur {command.Name}' has no option {unknown}"
            : null;
    }

    private string? ScriptProblem(string script, IReadOnlyList<string> words)
    {
        var path = Path.Combine(root, script[script.IndexOf("scripts/", StringComparison.Ordinal)..]);
        if (!File.Exists(path))
        {
            return $"{script} does not exist";
        }

        var text = File.ReadAllText(path);
        return text.Contains("/murmur\" simulate \"$@\"", StringComparison.Ordinal)
            ? ProgramProblem(["murmur", "simulate", .. words.Skip(1)])
            : Options(words).FirstOrDefault(option => !text.Contains(option, StringComparison.Ordinal)) is { } unknown
                ? $"{script} has no option {unknown}"
                : null;
    }

    private static IEnumerable<string> Options(IReadOnlyList<string> words) => words
        .TakeWhile(word => word != "--" && !word.Contains('>', StringComparison.Ordinal))
        .Where(word => word.StartsWith("--", StringComparison.Ordinal) || (word is ['-', var letter] && letter > '9'))
        .Select(word => word.Split('=')[0]);

    private static HashSet<string> Names(IEnumerable<Symbol> symbols) => symbols.OfType<Option>()
        .SelectMany(option => option.Aliases.Append(option.Name))
        .Append("--help").Append("--version")
        .ToHashSet(StringComparer.Ordinal);
}
