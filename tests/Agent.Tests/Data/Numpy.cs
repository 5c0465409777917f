using System.Diagnostics;
using System.Globalization;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Debian's NumPy, the independent writer of arrays.</summary>
internal static class Numpy
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> IsThere = new(
        () => File.Exists(Python) && Execute("/", "import numpy").ExitCode == 0);

    /// <summary>
    /// Runs a script in a folder; what it prints, as numbers. Skips the test where there is no NumPy.
    /// </summary>
    public static double[] Run(string folder, string script)
    {
        Assert.SkipUnless(IsThere.Value, "no python3-numpy here");
        var (exitCode, output, errors) = Execute(folder, $"import numpy as np\n{script}");
        Assert.True(exitCode == 0, errors);
        return [.. output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static (int ExitCode, string Output, string Errors) Execute(string folder, string script)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
