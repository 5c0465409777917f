using System.Diagnostics;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>
/// The program as users have it: as <c>scripts/build.sh</c> has published it, or else beside this one.
/// </summary>
internal sealed class MurmurProgram(string path)
{
    private const string Name = "murmur";

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>The repository that it was built in: its run files and topologies.</summary>
    /// <exception cref="DirectoryNotFoundException">It lies elsewhere.</exception>
    public static string Repository
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "Murmuration.slnx")))
                {
                    return folder.FullName;
                }
            }

            throw new DirectoryNotFoundException("the benchmarks do not lie in a repository with run files");
        }
    }

    /// <summary>Finds it, or null where it has not been built.</summary>
    public static MurmurProgram? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var published = System.IO.Path.Combine(folder.FullName, "artifacts", "publish", Name);
            if (File.Exists(published))
            {
                return new(published);
            }
        }

        var beside = System.IO.Path.Combine(AppContext.BaseDirectory, Name);
        return File.Exists(beside) ? new(beside) : null;
    }

    /// <summary>Starts it; what it says goes nowhere.</summary>
    public Process Start(params IReadOnlyList<string> arguments) => Start(path, arguments);

    /// <summary>Starts a program; what it says goes nowhere, and its input ends when it is told to.</summary>
    public static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Trains all agents of a topology and looks at the processes meanwhile.</summary>
    /// <param name="look">Called again and again with the simulation's process.</param>
    /// <param name="arguments">What to simulate.</param>
    public void Simulate(Action<Process> look, params IReadOnlyList<string> arguments)
    {
        var error = "";
        using var process = Start(["simulate", "--no-alone", "--no-report", "--quiet", .. arguments]);
        process.ErrorDataReceived += (_, line) => error = line.Data ?? error;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(50)))
        {
            look(process);
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Name} simulate ended with {process.ExitCode}: {error}");
        }
    }
}
