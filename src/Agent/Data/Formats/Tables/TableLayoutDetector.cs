using System.Text;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>Finds out how a table is written from its first lines.</summary>
internal static class TableLayoutDetector
{
    private const int SampleLines = 32;
    private const int SampleLength = 1 << 20;

    // In case of doubt the rarer separator wins: blanks and commas also stand inside names and numbers.
    private static readonly char[] Separators = ['\t', ';', ',', ' '];

    /// <summary>Finds out how a file is written.</summary>
    /// <exception cref="DataException">It is no table, or has no rows.</exception>
    public static TableLayout Detect(string path, DataReading reading)
    {
        var lines = reading.Read(path, stream => ReadLines(stream, path));
        if (lines.Count == 0)
        {
            throw new DataException($"{path}: is empty");
        }

        var options = reading.Options;
        var marked = lines.TakeWhile(line => line.Text.TrimStart() is ['#' or '%' or '|', ..]).Count();
        marked = marked == lines.Count ? 0 : marked;
        var separator = options.Separator is null
            ? FindSeparator(lines[marked..], options.Format)
            : Parse(options.Separator);
        var comments = CountComments(lines, marked, separator);
        var (commentLines, first) = (comments == 0 ? 0 : lines[comments - 1].Number, Names(lines[comments], separator));
        var second = lines.Count > comments + 1 ? TableRecords.Split(lines[comments + 1].Text, separator) : [];
        var hasHeader = options.Header ?? LooksLikeHeader(first, second);
        if (hasHeader && lines.Count == comments + 1)
        {
            throw new DataException($"{path}: has a header but no rows");
        }

        var names = hasHeader ? first : [.. Enumerable.Range(0, first.Length).Select(column => $"column {column}")];
        return new TableLayout(path, separator, hasHeader, names, commentLines);
    }

    private static List<(int Number, string Text)> ReadLines(Stream stream, string path)
    {
        var reader = new LineReader(stream, path);
        var lines = new List<(int Number, string Text)>();
        var length = 0;
        while (lines.Count < SampleLines && (length < SampleLength || lines.Count < 2) && reader.Read())
        {
            length += reader.Line.Length;
            if (reader.Line.Contains((byte)0) || reader.Line.Length > SampleLength)
            {
                throw new DataException(
                    $"{path}: is not a table of text in UTF-8 with lines of up to {SampleLength:N0} bytes");
            }

            var text = Encoding.UTF8.GetString(reader.Line).TrimStart('\uFEFF');

            if (!string.IsNullOrWhiteSpace(text))
            {
                lines.Add(((int)reader.Number, text));
            }
        }

        return lines;
    }

    private static char Parse(string separator) => separator switch
    {
        "comma" => ',',
        "semicolon" => ';',
        "tab" => '\t',
        "blank" or "space" => ' ',
        [var character] => character,
        _ => throw new DataException(
            $"data.separator is '{separator}'; it must be one character, or comma, semicolon, tab or blank"),
    };

    // The one that cuts most lines into the same number of fields.
    private static char FindSeparator(List<(int Number, string Text)> lines, DataFormat format) =>
        format == DataFormat.Tsv
            ? '\t'
            : Separators.MaxBy(separator => lines
                .Select(line => TableRecords.Split(line.Text, separator).Length)
                .Where(count => count > 1)
                .GroupBy(count => count)
                .Select(group => group.Count())
                .DefaultIfEmpty(0)
                .Max());

    // A marked line at the top is a comment, unless it has as many fields as the lines below it: then it names them.
    private static int CountComments(List<(int Number, string Text)> lines, int marked, char separator)
    {
        var width = TableRecords.Split(lines[marked].Text, separator).Length;
        var areNames = marked > 0 && width > 1 && Names(lines[marked - 1], separator).Length == width;
        return areNames ? marked - 1
            : marked == 0 && IsTitle(width, lines, separator) ? 1
            : marked;
    }

    // A first line of quite another length than all others, as in scikit-learn's files (rows, columns, class names). A
    // header that lacks one name is a fault.
    private static bool IsTitle(int width, List<(int Number, string Text)> lines, char separator)
    {
        int[] others = [.. lines.Skip(1).Select(line => TableRecords.Split(line.Text, separator).Length).Distinct()];
        return lines.Count > 2 && others is [> 1 and var other] && Math.Abs(other - width) > 1;
    }

    private static string[] Names((int Number, string Text) line, char separator) =>
        TableRecords.Split(line.Text.TrimStart(' ', '#', '%', '|'), separator);

    // Names stand above numbers: some field is no number in the first line and one in the second.
    private static bool LooksLikeHeader(string[] first, string[] second) =>
        first.Zip(second).Any(pair => !IsNumberOrMissing(pair.First) && FieldText.IsNumber(pair.Second));

    private static bool IsNumberOrMissing(string field) => FieldText.IsNumber(field) || FieldText.IsMissing(field);
}
