using System.CommandLine;
using System.Diagnostics;
using Murmuration.Agent.Commands;
using Murmuration.Agent.Help;

namespace Murmuration.Simulation.Tests.Packaging;

/// <summary>The manual page and the completions say what the program can do.</summary>
public class HelpFormTests
{
    private static readonly DateOnly Date = new(2030, 1, 2);

    [Fact]
    public void The_manual_page_has_every_command_and_option()
    {
        var page = new ManPage(MurmurCommand.Create(), "1.2.3", Date).ToString().Replace("\\-", "-");
        Assert.StartsWith(".TH MURMUR 1 2030-01-02 \"Murmuration 1.2.3\"\n", page, StringComparison.Ordinal);
        Assert.All(Names(MurmurCommand.Create(), "murmur"), name => Assert.Contains(name, page));
    }

    [Fact]
    public async Task The_manual_page_is_right_for_mandoc()
    {
        Tools.Require("mandoc");
        var (_, page, _) = await Murmur.RunAsync("man");
        var (exitCode, output, errors) = await ToolRun.RunAsync(
            new ProcessStartInfo("mandoc", ["-Tlint", "-Wwarning"]), page, ToolRun.Patience);
        Assert.True(exitCode == 0, output + errors);
    }

    [Theory]
    [InlineData("bash", "murmur ", "agent keys simulate", "--help README.md")]
    [InlineData("bash", "murmur simulate --t", "--threads --topology --transport", "--run")]
    [InlineData("bash", "murmur simulate --transport ", "memory process tcp", "--help")]
    [InlineData("zsh", "murmur ", "agent keys simulate", "--help files")]
    [InlineData("zsh", "murmur simulate --t", "--threads --topology --transport", "--run")]
    [InlineData("zsh", "murmur simulate --run ", "files", "--help")]
    [InlineData("fish", "murmur ", "agent keys simulate", "--help README.md")]
    [InlineData("fish", "murmur simulate --t", "--threads --topology --transport", "--run")]
    [InlineData("fish", "murmur topology check /etc/passw", "/etc/passwd", "--help")]
    public async Task A_shell_completes(string shell, string line, string expected, string unwanted)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shells of Linux");
        Tools.Require(shell);
        var asking = shell switch
        {
            "bash" => """
                read -ra COMP_WORDS <<<"$LINE"; [[ $LINE != *' ' ]] || COMP_WORDS+=('')
                COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _murmur; printf '%s\n' "${COMPREPLY[@]}"
                """,
            "zsh" => """
                compadd() { print -l -- $candidates }
                _files() { print files }
                LBUFFER=$LINE PREFIX=${LINE##* } _murmur
                """,
            _ => "complete -C \"$LINE\"",
        };
        var loading = shell switch
        {
            "zsh" => "autoload -U compinit; compinit -u -D; source <(murmur completion zsh)",
            "fish" => "murmur completion fish | source",
            _ => "source <(murmur completion bash)",
        };
        var start = new ProcessStartInfo(shell, ["-c", $"{loading}\n{asking}"]);
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["LINE"] = line;
        var (exitCode, output, errors) = await ToolRun.RunAsync(start, "", ToolRun.Patience);
        Assert.True(exitCode == 0, errors);
        var candidates = output.Split('\n').Select(word => word.Split('\t')[0]).ToList();
        Assert.All(expected.Split(' '), word => Assert.Contains(word, candidates));
        Assert.All(unwanted.Split(' '), word => Assert.DoesNotContain(word, candidates));
    }

    private static IEnumerable<string> Names(Command command, string path) => command.Subcommands
        .SelectMany(child => Names(child, $"{path} {child.Name}")
            .Concat(child.Subcommands.Count > 0 ? [] : [$"{path} {child.Name}"])
            .Concat(child.Options.Where(option => !option.Hidden).Select(option => option.Name)));
}
