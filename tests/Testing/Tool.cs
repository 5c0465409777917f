using System.Diagnostics;

namespace Murmuration.Testing;

/// <summary>Other programs that tests ask for a second opinion.</summary>
public static class Tool
{
    /// <summary>Runs a program to its end and gives its standard output; null when it is not there or fails.</summary>
    public static string? Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : Complain(program, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string? Complain(string program, string errors)
    {
        Console.Error.WriteLine($"{program}: {errors}");
        return null;
    }
}
