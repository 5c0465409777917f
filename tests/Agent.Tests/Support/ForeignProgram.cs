using System.Diagnostics;
using System.Text.Json;

namespace Murmuration.Agent.Tests.Support;

/// <summary>Programs of other languages, where they are installed.</summary>
internal static class ForeignProgram
{
    /// <summary>
    /// What a script prints, by Debian's Python or the first in the path; null where it or the package is absent.
    /// </summary>
    public static Task<JsonElement?> PythonAsync(string script, string package, params string[] arguments)
    {
        const string debian = "/usr/bin/python3";
        var python = File.Exists(debian) ? debian : "python3";
        return RunAsync(python, ["-c", $"import {package}"], script, arguments);
    }

    /// <summary>
    /// What a script prints; null where node is absent or does not find the package, for example by NODE_PATH.
    /// </summary>
    public static Task<JsonElement?> NodeAsync(string script, string package, params string[] arguments) =>
        RunAsync("node", ["-e", $"require('{package}')"], script, arguments);

    private static async Task<JsonElement?> RunAsync(
        string program, string[] probe, string script, string[] arguments)
    {
        if (await RunAsync(program, probe) is not { Succeeded: true })
        {
            return null;
        }

        var path = Path.Combine(AppContext.BaseDirectory, "Models", "Scripts", script);
        var (succeeded, output, errors) = await RunAsync(program, [path, .. arguments]);
        return succeeded
            ? JsonDocument.Parse(output).RootElement
            : throw new InvalidOperationException($"{script}: {errors}");
    }

    private static async Task<(bool Succeeded, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode == 0, await output, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (false, "", "");
        }
    }
}
