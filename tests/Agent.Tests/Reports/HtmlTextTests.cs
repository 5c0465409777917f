using System.Xml.Linq;
using Murmuration.Agent.Reports.Pages;

namespace Murmuration.Agent.Tests.Reports;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onload=\"x", "&quot; onload=&quot;x")]
    [InlineData("a&amp;b", "a&amp;amp;b")]
    [InlineData("zero\0bell\a", "zero\uFFFDbell\uFFFD")]
    [InlineData("nimda\u202E", "nimda\uFFFD")]
    [InlineData("bird \uD83D\uDC26", "bird \uD83D\uDC26")]
    public void Whatever_stands_in_a_text_or_an_attribute_stays_text(string hostile, string expected)
    {
        var element = Html.Of("td", null, Html.Attribute("title", hostile), hostile);
        Assert.Equal($"<td title=\"{expected}\">{expected}</td>", Text(element));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() =>
        Assert.Equal("<b>\uFFFDx</b>", Text(Html.Of("b", null, "\uD83Dx")));

    [Fact]
    public void Only_elements_without_an_end_tag_close_themselves() => Assert.Equal(
        "<div><br/><span></span><script></script></div>",
        Text(Html.Of("div", null, Html.Of("br", null), Html.Of("span", null), Html.Of("script", null))));

    [Fact]
    public void Styles_and_scripts_hold_nothing_that_would_have_to_be_escaped() => Assert.All(
        [PageAsset.Style, PageAsset.Script, PageAsset.LiveScript],
        asset => Assert.DoesNotContain(asset.Content.Value, text => text is '<' or '&'));

    [Fact]
    public void A_page_is_html_and_xml_at_once_and_forbids_everything_from_elsewhere()
    {
        var writer = new StringWriter();
        var page = new Page { Title = "x", Header = Html.Of("header", null, "x"), Sections = [null], Footer = "y" };
        page.Write(writer);
        var meta = XDocument.Parse(writer.ToString()).Descendants("meta")
            .Single(one => one.Attribute("http-equiv") is not null);
        Assert.StartsWith("default-src 'none';", meta.Attribute("content")!.Value, StringComparison.Ordinal);
    }

    private static string Text(XElement element)
    {
        var writer = new StringWriter();
        HtmlText.Write(writer, element);
        return writer.ToString();
    }
}
