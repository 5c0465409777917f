using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Murmuration.Agent.Reports.Drawing;

namespace Murmuration.Agent.Reports.Pages;

/// <summary>The style or a script of the pages, which travels inside the program.</summary>
internal sealed class PageAsset
{
    private readonly string _text;

    private PageAsset(string name, string before = "")
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        _text = (before + reader.ReadToEnd()).ReplaceLineEndings("\n");
        Hash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(_text)))}'";
    }

    /// <summary>The style of all pages.</summary>
    public static PageAsset Style { get; } = new("page.css", NetworkStyle.Css + "\n");

    /// <summary>The script of all pages.</summary>
    public static PageAsset Script { get; } = new("page.js");

    /// <summary>The script of pages that follow a run.</summary>
    public static PageAsset LiveScript { get; } = new("live.js");

    /// <summary>By which a browser is told to accept this text, and no other.</summary>
    public string Hash { get; }

    /// <summary>The text, as it is.</summary>
    public XCData Content => new(_text);
}
