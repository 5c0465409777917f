using System.Text.Json;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Reports.Findings;

/// <summary>The file of an agent's findings, from which reports and pages are made.</summary>
internal static class FindingsFile
{
    /// <summary>Writes findings into an agent's folder; what was there before stays until the new are whole.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string folder, TestFindings findings)
    {
        var path = Path.Combine(folder, TestFindings.FileName);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(path + ".part", JsonSerializer.SerializeToUtf8Bytes(findings, MetricsFormat.Options));
        File.Move(path + ".part", path, overwrite: true);
    }
}
