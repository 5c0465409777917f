using System.Xml.Linq;

namespace Murmuration.Agent.Reports.Pages;

/// <summary>What stands above the sections of a page.</summary>
internal static class PageHeader
{
    /// <summary>The heading and what follows it.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="sub">What stands beneath, smaller; null for nothing.</param>
    /// <param name="content">What follows.</param>
    public static XElement Draw(string title, XElement? sub, params IReadOnlyList<XElement?> content) =>
        Html.Of("header", null, Html.Of("h1", null, title), sub, content);

    /// <summary>Links to the sections.</summary>
    public static XElement Contents(IEnumerable<XElement?> sections) => Html.Of(
        "nav",
        null,
        Html.Attribute("aria-label", "Contents"),
        Html.Of("ul", null, sections.OfType<XElement>().Select(section => Html.Of(
            "li", null, Html.Link($"#{section.Attribute("id")!.Value}", section.Element("h2")!.Value)))));
}
