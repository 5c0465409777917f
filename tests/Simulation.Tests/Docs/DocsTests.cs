using System.Diagnostics;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>Every command in the documentation works as it is written.</summary>
public class DocsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static TheoryData<string> Pages() =>
        SourceTree.Root is { } root ? [.. DocPage.AllIn(root)] : ["none"];

    public static TheoryData<string> PagesThatRun() => SourceTree.Root is { } root
        ? [.. DocPage.AllIn(root).Where(name => Runnable(DocPage.Read(root, name)).Any()).DefaultIfEmpty("none")]
        : ["none"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_says_what_it_holds_and_names_commands_and_options_that_exist(string page)
    {
        var root = Root();
        var read = DocPage.Read(root, page);
        var check = new CommandCheck(root);
        Assert.Empty(read.Problems);
        Assert.Empty(read.Blocks.SelectMany(check.Problems));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_block_of_commands_is_a_piece_of_shell(string page)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the commands are for a shell");
        foreach (var block in DocPage.Read(Root(), page).Blocks)
        {
            var (exitCode, _, errors) = await ToolRun.RunAsync(
                new ProcessStartInfo("bash", ["-n"]), block.Text + "\n", ToolRun.Patience);
            Assert.True(exitCode == 0, $"{block.Place}: {errors}");
        }
    }

    [Theory]
    [MemberData(nameof(PagesThatRun))]
    public async Task The_commands_of_a_page_work_one_after_another(string page)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the commands are for a shell");
        var root = Root();
        var (exitCode, log) = await new DocRun(root).RunAsync(Runnable(DocPage.Read(root, page)), Patience);
        Assert.True(exitCode == 0, $"exit code {exitCode} in the last of these blocks:\n{log}");
    }

    private static IEnumerable<DocBlock> Runnable(DocPage page) => page.Blocks.Where(block => block.WhyNot is null);

    private static string Root()
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        return SourceTree.Root;
    }
}
