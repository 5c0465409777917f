using System.Globalization;

namespace Murmuration.Kernels.Models.Text;

// Grammar: layer = name [ "(" [ argument { "," argument } ] ")" ] ; argument = [ name "=" ] value ; blanks are free.
/// <summary>One layer as it is written, such as <c>conv(16,5,pad=2)</c>: a name and its arguments.</summary>
internal sealed class LayerText
{
    private readonly int _index;
    private readonly string _usage;
    private readonly Dictionary<string, string> _arguments;

    private LayerText(int index, string name, string usage, Dictionary<string, string> arguments) =>
        (_index, Name, _usage, _arguments) = (index, name, usage, arguments);

    /// <summary>What kind of layer.</summary>
    public string Name { get; }

    /// <summary>Reads the layer at a place of the list.</summary>
    /// <param name="index">The place, for errors.</param>
    /// <param name="text">The layer.</param>
    /// <param name="kinds">For every known name its arguments in order; those with a default end with "=".</param>
    public static LayerText Parse(int index, string text, IReadOnlyDictionary<string, string[]> kinds)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = (open < 0 ? text : text[..open]).Trim();
        if (!kinds.TryGetValue(name, out var parameters))
        {
            throw new LayerTextException(
                index, $"there is no layer '{name}' in '{text}'; use one of {string.Join(", ", kinds.Keys)}");
        }

        var layer = new LayerText(index, name, Usage(name, parameters), new(StringComparer.Ordinal));
        var close = text.TrimEnd().Length - 1;
        if (open >= 0)
        {
            if (text[close] != ')')
            {
                throw layer.Fault($"'{text}' does not end with ')' (column {close + 2})");
            }

            layer.Read(text, open + 1, close, parameters);
        }

        var missing = parameters.FirstOrDefault(p => !p.EndsWith('=') && !layer._arguments.ContainsKey(p));
        return missing is null ? layer : throw layer.Fault($"'{text}' lacks its {missing}");
    }

    /// <summary>Whether an argument is given.</summary>
    public bool Has(string name) => _arguments.ContainsKey(name);

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public int Number(string name, int least, int? otherwise = null)
    {
        if (!_arguments.TryGetValue(name, out var text) && otherwise is { } value)
        {
            return value;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= 1_000_000
            ? number
            : throw Fault($"{name} is '{text}'; it must be a whole number of {least} or more");
    }

    /// <summary>Height and width, written as one number or as 3x5; null where it is not given.</summary>
    public (int Height, int Width)? Size(string name)
    {
        if (!_arguments.TryGetValue(name, out var text))
        {
            return null;
        }

        var parts = text.Split('x');
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && Math.Min(height, width) >= 1 && Math.Max(height, width) <= 100_000
            ? (height, width)
            : throw Fault($"{name} is '{text}'; it must be a number such as 5, or height x width such as 3x5");
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Share(string name) =>
        double.TryParse(_arguments[name], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
        && share is >= 0 and < 1
            ? share
            : throw Fault($"{name} is '{_arguments[name]}'; it must be a number from 0 to below 1");

    /// <summary>An error that says how this layer is written.</summary>
    public LayerTextException Fault(string problem) => new(_index, $"{problem}; a {Name} layer is written {_usage}");

    private static string Usage(string name, string[] parameters)
    {
        var arguments = parameters.Select(p => p.EndsWith('=') ? $"[{p}…]" : p);
        return parameters.Length == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }

    private void Read(string text, int start, int end, string[] parameters)
    {
        if (text.AsSpan(start, end - start).IsWhiteSpace())
        {
            return;
        }

        var position = 0;
        for (var column = start; column <= end; position++)
        {
            var comma = text.IndexOf(',', column, end - column);
            var next = comma < 0 ? end : comma;
            Add(text[column..next], column + 1, position, parameters);
            column = next + 1;
        }
    }

    private void Add(string argument, int column, int position, string[] parameters)
    {
        var parts = argument.Split('=', 2, StringSplitOptions.TrimEntries);
        var given = parts.Length == 2 ? parts[0] : position < parameters.Length ? parameters[position] : "";
        var known = Array.Find(parameters, p => p.TrimEnd('=') == given.TrimEnd('='));
        if (known is null || parts[^1].Length == 0)
        {
            throw Fault($"'{argument.Trim()}' is no argument here (column {column})");
        }

        if (!_arguments.TryAdd(known.TrimEnd('='), parts[^1]))
        {
            throw Fault($"{known.TrimEnd('=')} is given twice (column {column})");
        }
    }
}
