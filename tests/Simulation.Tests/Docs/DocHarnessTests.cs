using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>The check of the documentation finds what it is there to find.</summary>
public class DocHarnessTests
{
    [Theory]
    [InlineData("```", "say what is in the block")]
    [InlineData("```bash", "write ```sh")]
    [InlineData("```sh needs=luck", "'needs=luck' means nothing")]
    public void A_fence_that_does_not_say_what_it_holds_is_found(string fence, string expected)
    {
        var page = DocPage.Parse("page.md", ["text", fence, "murmur --help", "```"]);
        Assert.StartsWith("page.md:2: ", Assert.Single(page.Problems), StringComparison.Ordinal);
        Assert.Contains(expected, page.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_are_read_with_their_markers_also_in_lists()
    {
        var page = DocPage.Parse(
            "p.md", ["- one", "  ```sh needs=machines slow", "  murmur stop", "  ```", "```json", "```"]);
        var block = Assert.Single(page.Blocks);
        Assert.Equal(("  murmur stop", 2, "needs machines"), (block.Text, block.Line, block.WhyNot));
        Assert.Empty(page.Problems);
    }

    [Theory]
    [InlineData("murmur simulat", "no command 'simulat'")]
    [InlineData("ssh host 'ls' && sudo murmur simulate --rouds 3", "has no option --rouds")]
    [InlineData("A=1 murmur simulate \\\n  --topologi=x.json", "has no option --topologi")]
    [InlineData("./scripts/simulate.sh --rouds 3", "has no option --rouds")]
    [InlineData("./scripts/chaos.sh --agents 3 --minutes 4", "has no option --minutes")]
    [InlineData("./scripts/nothing.sh", "does not exist")]
    public void A_command_or_option_that_does_not_exist_is_found(string text, string expected)
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        var problem = Assert.Single(new CommandCheck(SourceTree.Root).Problems(new("p.md", 1, [], text)));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Here_documents_comments_and_quoted_words_are_no_commands()
    {
        const string text = """
            cat >x.json <<'END'   # murmur nothing
            murmur nonsense
            END
            echo "murmur nonsense; ./scripts/nothing.sh" | wc -l
            """;
        var commands = ShellWords.Commands(text).Select(words => words[0]);
        Assert.Equal(["cat", "echo", "wc"], commands);
    }

    [Fact]
    public async Task A_block_that_fails_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && SourceTree.Root is not null, SourceTree.Absent);
        DocBlock[] blocks = [new("p.md", 3, [], "cd runs; x=1"), new("p.md", 9, [], "echo $x; ls digits.json nowhere")];
        var (exitCode, log) = await new DocRun(SourceTree.Root!).RunAsync(blocks, TimeSpan.FromMinutes(1));
        Assert.NotEqual(0, exitCode);
        Assert.StartsWith("### p.md:9\n", log, StringComparison.Ordinal);
        Assert.Contains("nowhere", log, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(SourceTree.Root!, "runs", "digits.json")));
    }
}
