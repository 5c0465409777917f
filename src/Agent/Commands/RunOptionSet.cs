using System.Collections;
using System.CommandLine;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Commands;

/// <summary>The options that several commands share: which run, which data, which overrides.</summary>
internal sealed class RunOptionSet
{
    public Option<string?> Run { get; } = new("--run")
    {
        Description = "Run file: data, model, loss, algorithm, rounds. The built-in digits by default.",
        HelpName = "FILE",
        DefaultValueFactory = _ => CommonOptions.Variable("MURMURATION_RUN"),
    };

    public Option<string> DataDirectory { get; } = new("--data-dir")
    {
        Description = "Folder that relative data paths of the run file start from.",
        HelpName = "DIR",
        DefaultValueFactory = _ => CommonOptions.Variable("MURMURATION_DATA_DIR") ?? ".",
    };

    public Option<int?> Rounds { get; } = new("--rounds")
    {
        Description = "Rounds to run (key 'rounds').",
        HelpName = "N",
    };

    public Option<int?> Seed { get; } = new("--seed")
    {
        Description = "Seed of the run; the same seed gives the same bits (key 'seed').",
        HelpName = "N",
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Overrides any key of the run file, for example --set algorithm.tau=2 (may be repeated). "
            + "The environment does the same: MURMURATION__algorithm__tau=2.",
        HelpName = "KEY=VALUE",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Run, DataDirectory, Rounds, Seed, Set })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The run: file, then environment, then command line.</summary>
    public RunOptions Load(ParseResult parsed)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));
        var path = ShippedFiles.Find(parsed.GetValue(Run) ?? ShippedFiles.DefaultRun);
        path = ShippedFiles.IsName(path) ? path : CommonOptions.FullPath("--run", path);
        return RunFile.Load(path, [.. RunFile.EnvironmentOverrides(environment), .. Overrides(parsed)]);
    }

    /// <summary>The keys and values of <c>--set</c>.</summary>
    /// <exception cref="ConfigurationException">One is no KEY=VALUE.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Settings(IEnumerable<string> settings) =>
        settings.Select(setting => setting.Split('=', 2) is [{ Length: > 0 } key, var value]
            ? KeyValuePair.Create(key, value)
            : throw new ConfigurationException($"--set {setting}: write KEY=VALUE, for example algorithm.tau=2"));

    /// <summary>Where relative data paths start from.</summary>
    public string FullDataDirectory(ParseResult parsed) =>
        CommonOptions.FullPath("--data-dir", parsed.GetValue(DataDirectory)!);

    private IEnumerable<KeyValuePair<string, string>> Overrides(ParseResult parsed)
    {
        foreach (var setting in Settings(parsed.GetValue(Set) ?? []))
        {
            yield return setting;
        }

        if (parsed.GetValue(Rounds) is { } rounds)
        {
            yield return KeyValuePair.Create("rounds", $"{rounds}");
        }

        if (parsed.GetValue(Seed) is { } seed)
        {
            yield return KeyValuePair.Create("seed", $"{seed}");
        }
    }
}
