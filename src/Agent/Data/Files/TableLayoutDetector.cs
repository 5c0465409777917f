using System.Globalization;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Data.Files;

/// <summary>Finds out how a table is written from its first lines.</summary>
internal static class TableLayoutDetector
{
    private const int SampleLines = 32;
    private const int MaximumLineLength = 1 << 20;

    // In case of doubt the rarer separator wins: blanks and commas also stand inside names and numbers.
    private static readonly char[] Separators = ['\t', ';', ',', ' '];

    public static TableLayout Detect(string path, DataOptions options)
    {
        var lines = DataFile.Read(path, stream => ReadLines(stream, path));
        if (lines.Count == 0)
        {
            throw new DataException($"{path}: is empty");
        }

        var separator = options.Separator is null ? FindSeparator(lines, options.Format) : Parse(options.Separator);
        var first = TableRecords.Split(lines[0], separator);
        var second = lines.Count > 1 ? TableRecords.Split(lines[1], separator) : [];
        var hasHeader = options.Header ?? LooksLikeHeader(first, second);
        if (hasHeader && lines.Count == 1)
        {
            throw new DataException($"{path}: has a header but no rows");
        }

        var names = hasHeader ? first : [.. Enumerable.Range(0, first.Length).Select(column => $"column {column}")];
        return new TableLayout(path, separator, hasHeader, names);
    }

    private static List<string> ReadLines(Stream stream, string path)
    {
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (lines.Count < SampleLines && reader.ReadLine() is { } line)
        {
            if (line.Length > MaximumLineLength || line.Contains('\0', StringComparison.Ordinal))
            {
                throw new DataException($"{path}: is not a table of text");
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line);
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
    private static char FindSeparator(List<string> lines, DataFormat format) => format == DataFormat.Tsv
        ? '\t'
        : Separators.MaxBy(separator => lines
            .Select(line => TableRecords.Split(line, separator).Length)
            .Where(count => count > 1)
            .GroupBy(count => count)
            .Select(group => group.Count())
            .DefaultIfEmpty(0)
            .Max());

    // Names stand above numbers: some field is no number in the first line and one in the second.
    private static bool LooksLikeHeader(string[] first, string[] second) =>
        first.Zip(second).Any(pair => !IsNumberOrMissing(pair.First) && IsNumber(pair.Second));

    private static bool IsNumberOrMissing(string field) => IsNumber(field) || TableRecords.IsMissing(field);

    private static bool IsNumber(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
