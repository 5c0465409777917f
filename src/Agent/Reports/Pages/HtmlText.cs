using System.Xml.Linq;

namespace Murmuration.Agent.Reports.Pages;

/// <summary>
/// Elements as HTML that is well-formed XML, too. Everything is escaped, whoever wrote it; only CDATA sections, by
/// which the program marks its own style and script, are written as they are.
/// </summary>
internal static class HtmlText
{
    private const char Unshowable = '\uFFFD';

    /// <summary>Elements that HTML knows without an end tag.</summary>
    private static readonly HashSet<string> Voids = ["br", "hr", "img", "input", "link", "meta"];

    /// <summary>Elements of drawings, where an end tag may be left out.</summary>
    private static readonly HashSet<string> Shapes = ["circle", "line", "path", "rect", "use"];

    /// <summary>Writes an element.</summary>
    public static void Write(TextWriter writer, XElement element)
    {
        writer.Write('<');
        writer.Write(element.Name.LocalName);
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            writer.Write($" {attribute.Name.LocalName}=\"");
            WriteEscaped(writer, attribute.Value);
            writer.Write('"');
        }

        if (IsEmpty(element))
        {
            writer.Write("/>");
            return;
        }

        writer.Write('>');
        WriteInner(writer, element);
        writer.Write($"</{element.Name.LocalName}>");
    }

    /// <summary>What stands between an element's tags, as text.</summary>
    public static string Inner(XElement element)
    {
        var writer = new StringWriter();
        WriteInner(writer, element);
        return writer.ToString();
    }

    private static bool IsEmpty(XElement element) =>
        Voids.Contains(element.Name.LocalName)
        || (Shapes.Contains(element.Name.LocalName) && !element.Nodes().Any());

    private static void WriteInner(TextWriter writer, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XElement child:
                    Write(writer, child);
                    break;
                case XCData own:
                    writer.Write(own.Value);
                    break;
                case XText text:
                    WriteEscaped(writer, text.Value);
                    break;
                default:
                    throw new InvalidOperationException($"a page has no {node.NodeType}");
            }
        }
    }

    private static void WriteEscaped(TextWriter writer, string text)
    {
        for (var k = 0; k < text.Length; k++)
        {
            if (char.IsSurrogatePair(text, k))
            {
                writer.Write(text.AsSpan(k++, 2));
                continue;
            }

            switch (text[k])
            {
                case '&':
                    writer.Write("&amp;");
                    break;
                case '<':
                    writer.Write("&lt;");
                    break;
                case '>':
                    writer.Write("&gt;");
                    break;
                case '"':
                    writer.Write("&quot;");
                    break;
                default:
                    writer.Write(IsShowable(text[k]) ? text[k] : Unshowable);
                    break;
            }
        }
    }

    private static bool IsShowable(char character) =>
        character is '\t' or '\n' || (!char.IsControl(character) && !char.IsSurrogate(character)
            && character is not ('\uFFFE' or '\uFFFF') && !IsDirection(character));

    /// <summary>Marks that turn the direction of what follows could make an id look like another.</summary>
    private static bool IsDirection(char character) =>
        character is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
