using System.Diagnostics;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>
/// What the fence of a block may say after <c>sh</c>: <c>slow</c> (a test of its own runs a short form of it), or
/// <c>needs=</c> something. A block without markers always runs.
/// </summary>
internal static class DocMarkers
{
    private const string Needs = "needs=";
    private const string PythonModule = "python:";

    /// <summary>What no single machine without network has.</summary>
    private static readonly string[] NeverHere = ["network", "machines", "cluster", "docker", "windows"];

    private static readonly string[] Programs =
    [
        "curl", "dot", "fish", "jq", "man", "mandoc", "node", "psql", "promtool", "pwsh", "python3", "ssh",
        "systemd-analyze", "zsh",
    ];

    /// <summary>Whether a marker means something.</summary>
    public static bool IsKnown(string marker) => marker == "slow" || (marker.StartsWith(Needs, StringComparison.Ordinal)
        && marker[Needs.Length..] is var need
        && (need is "data" or "root" || NeverHere.Contains(need) || Programs.Contains(need)
            || need.StartsWith(PythonModule, StringComparison.Ordinal)));

    /// <summary>Why a block with this marker does not run here, or null when it does.</summary>
    public static string? WhyNot(string marker) => marker.Replace(Needs, "", StringComparison.Ordinal) switch
    {
        "slow" => "takes long",
        "data" => ReferenceData.Data is null ? ReferenceData.NoData : null,
        "root" => Environment.IsPrivilegedProcess ? null : "needs root",
        var need when NeverHere.Contains(need) => $"needs {need}",
        var need when need.StartsWith(PythonModule, StringComparison.Ordinal) =>
            HasPythonModule(need[PythonModule.Length..]) ? null : $"needs {need}",
        var need => Tools.Find(need) is null ? $"needs {need}" : null,
    };

    private static bool HasPythonModule(string module)
    {
        if (Tools.Find("python3") is not { } python)
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(python, ["-c", $"import {module}"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
