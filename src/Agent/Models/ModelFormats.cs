using Murmuration.Agent.Configuration;
using Murmuration.Agent.Models.Onnx;

namespace Murmuration.Agent.Models;

/// <summary>The forms in which models can be exported.</summary>
internal static class ModelFormats
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IModelFormat> All { get; } = [new OnnxFormat(), new SafeTensorsFormat()];

    /// <summary>Their names, for the help.</summary>
    public static string Names => string.Join("|", All.Select(format => format.Name));

    /// <summary>The format of that name; without a name the one whose extension the file has.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public static IModelFormat Find(string? name, string path)
    {
        var extension = Path.GetExtension(path);
        var found = name is null
            ? All.FirstOrDefault(format => format.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase))
            : All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found ?? throw new ConfigurationException(name is null
            ? $"--output {path}: no format has files that end with '{extension}'; give --to {Names}"
            : $"--to {name}: there is no such format; use {Names}");
    }
}
