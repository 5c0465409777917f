using System.Xml.Linq;

namespace Murmuration.Agent.Reports.Pages;

/// <summary>
/// One HTML page without anything from elsewhere. Its content security policy says so to the browser: whatever a name
/// in it may pretend to be, no other script runs, and nothing is fetched.
/// </summary>
internal sealed record Page
{
    /// <summary>Birds of a feather, as the browser's tab shows them.</summary>
    private const string Icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cg fill='none' "
        + "stroke='%233b82c4' stroke-width='1.6'%3E%3Cpath "
        + "d='M1 5q2-2 3 0q1-2 3 0M8 9q2-2 3 0q1-2 3 0M3 13q1-2 2 0q1-2 2 0'/%3E%3C/g%3E%3C/svg%3E";

    /// <summary>What the browser's tab says.</summary>
    public required string Title { get; init; }

    /// <summary>What stands above all sections.</summary>
    public required XElement Header { get; init; }

    /// <summary>The sections, each with an id and a heading; null ones are left out.</summary>
    public required IReadOnlyList<XElement?> Sections { get; init; }

    /// <summary>The last line.</summary>
    public required string Footer { get; init; }

    /// <summary>What the script for live pages is told, as data attributes of the body; null for a page that stays as
    /// it is.</summary>
    public IReadOnlyDictionary<string, string>? Live { get; init; }

    /// <summary>What a browser may do with a page.</summary>
    /// <param name="isLive">Whether it asks its own server for news.</param>
    public static string Policy(bool isLive) =>
        $"default-src 'none'; style-src {PageAsset.Style.Hash}; img-src data:; base-uri 'none'; form-action 'none'; "
        + $"script-src {PageAsset.Script.Hash}"
        + (isLive ? $" {PageAsset.LiveScript.Hash}; connect-src 'self'; frame-ancestors 'none'" : "");

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter writer)
    {
        writer.Write("<!DOCTYPE html>\n");
        HtmlText.Write(writer, Html.Of("html", null, Html.Attribute("lang", "en"), Head(), Body()));
        writer.Write('\n');
    }

    private XElement Head() => Html.Of(
        "head",
        null,
        Html.Of("meta", null, Html.Attribute("charset", "utf-8")),
        Live is null ? Meta("http-equiv", "Content-Security-Policy", Policy(isLive: false)) : null,
        Meta("name", "viewport", "width=device-width, initial-scale=1"),
        Meta("name", "color-scheme", "light dark"),
        Html.Of("title", null, Title),
        Html.Of("link", null, Html.Attribute("rel", "icon"), Html.Attribute("href", Icon)),
        Html.Of("style", null, PageAsset.Style.Content));

    private XElement Body() => Html.Of(
        "body",
        null,
        Live?.Select(one => Html.Attribute($"data-{one.Key}", one.Value)),
        Header,
        Html.Of("main", null, Sections),
        Html.Of("footer", null, Footer),
        Html.Of("script", null, PageAsset.Script.Content),
        Live is null ? null : Html.Of("script", null, PageAsset.LiveScript.Content));

    private static XElement Meta(string kind, string name, string content) =>
        Html.Of("meta", null, Html.Attribute(kind, name), Html.Attribute("content", content));
}
