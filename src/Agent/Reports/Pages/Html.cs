using System.Xml.Linq;

namespace Murmuration.Agent.Reports.Pages;

/// <summary>Short ways to write the elements of a page.</summary>
internal static class Html
{
    /// <summary>An element; null content is left out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="look">CSS classes, or null.</param>
    /// <param name="content">Texts, attributes and elements.</param>
    public static XElement Of(string name, string? look, params object?[] content) =>
        new(name, look is null ? null : new XAttribute("class", look), content);

    /// <summary>A link of text to a section of the page or to the place that is given.</summary>
    public static XElement Link(string target, string text) => Of("a", null, Attribute("href", target), text);

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, object value) => new(name, value);

    /// <summary>A part of the page under a heading.</summary>
    /// <param name="id">Its id, to which links lead.</param>
    /// <param name="heading">Its heading.</param>
    /// <param name="content">What stands beneath.</param>
    public static XElement Section(string id, string heading, params object?[] content) => Of(
        "section", "card", Attribute("id", id), Attribute("aria-labelledby", $"{id}-heading"),
        Of("h2", null, Attribute("id", $"{id}-heading"), heading), content);

    /// <summary>What may be wider than the page, and is then scrolled by itself, with the keyboard, too.</summary>
    /// <param name="label">What it is, for those who cannot see it.</param>
    /// <param name="content">What may be wide.</param>
    public static XElement Scroll(string label, params object?[] content) => Of(
        "div",
        "scroll",
        Attribute("role", "region"),
        Attribute("aria-label", label),
        Attribute("tabindex", 0),
        content);

    /// <summary>Rows of cells under names of columns; the first cell names its row.</summary>
    public static IEnumerable<XElement> Rows(IEnumerable<string> header, IEnumerable<XElement> rows)
    {
        yield return Of("thead", null, Of("tr", null, header.Select(
            name => Of("th", null, Attribute("scope", "col"), name))));
        yield return Of("tbody", null, rows);
    }
}
