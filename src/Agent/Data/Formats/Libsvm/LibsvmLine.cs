using System.Buffers.Text;
using System.Globalization;

namespace Murmuration.Agent.Data.Formats.Libsvm;

// Grammar: line = [ label { blanks index ':' value } ] [ '#' comment ]; indices count from 1 and ascend.
/// <summary>The parts of one line, from the left to the right.</summary>
internal ref struct LibsvmLine
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins with the label; empty where the line holds nothing but a comment.</summary>
    public LibsvmLine(ReadOnlySpan<byte> line)
    {
        var comment = line.IndexOf((byte)'#');
        _rest = comment < 0 ? line : line[..comment];
        Label = Next();
    }

    /// <summary>The label.</summary>
    public ReadOnlySpan<byte> Label { get; }

    /// <summary>What comes next, until a blank; empty at the end.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _rest = _rest.TrimStart(" \t\r"u8);
        var end = _rest.IndexOfAny(" \t\r"u8);
        var part = end < 0 ? _rest : _rest[..end];
        _rest = _rest[part.Length..];
        return part;
    }

    /// <summary>Takes a pair apart; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> pair, out long index, out double value)
    {
        value = 0;
        return Utf8Parser.TryParse(pair, out index, out var length)
            && length < pair.Length
            && pair[length] == ':'
            && TryParse(pair[(length + 1)..], out value);
    }

    /// <summary>Reads a finite number; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
