using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>Links of the documentation lead somewhere.</summary>
public class DocLinksTests
{
    public static TheoryData<string> Pages() =>
        SourceTree.Root is { } root ? [.. DocPage.AllIn(root)] : ["none"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_of_a_page_points_to_a_file_that_exists(string page)
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        Assert.Empty(DocLinks.Broken(SourceTree.Root, page));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_found_with_its_line()
    {
        Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
        string[] lines =
        [
            "[there](../README.md#the-house), [`code`](results), [site](https://example.net/x.md), `[no](link.md)`",
            "```text", "[no](link.md)", "```",
            "[gone](gone.md#part)",
        ];
        var problem = Assert.Single(DocLinks.Broken(SourceTree.Root, Path.Combine("docs", "page.md"), lines));
        Assert.EndsWith("page.md:5: gone.md does not exist", problem, StringComparison.Ordinal);
    }
}
