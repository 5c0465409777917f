using System.Diagnostics;
using System.Text;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Docs;

/// <summary>Runs the blocks of a page in one shell, one after another, in a folder that looks like a fresh clone.
/// </summary>
/// <remarks>
/// The environment makes runs short. Where the tests have root, the page gets a network and processes of its own: its
/// ports are free, and all that it leaves running ends with it.
/// </remarks>
internal sealed class DocRun(string root)
{
    private const int ShownCharacters = 3000;
    private const string Mark = "### ";

    private static readonly string[] Alone =
        ["--net", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c"];

    private static readonly Lazy<Task<bool>> IsAlone = new(TryAloneAsync);

    private static readonly string[] Cloned =
    [
        "deploy", "docs", "runs", "scripts", "src", "topologies",
        "BannedSymbols.txt", "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig",
    ];

    /// <summary>Overrides any run file, so that runs are short, and keeps builds from the network.</summary>
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["MURMURATION__rounds"] = "8",
        ["RunAnalyzers"] = "false",
        ["NuGetAudit"] = "false",
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
    };

    /// <summary>Runs the blocks; the log begins with the place of the last one that was begun.</summary>
    /// <returns>The exit code, null when they took too long, and what the last block wrote.</returns>
    public async Task<(int? ExitCode, string Log)> RunAsync(IEnumerable<DocBlock> blocks, TimeSpan patience)
    {
        using var folder = new TemporaryFolder();
        Clone(folder.Path);
        var script = folder.Write(".page.sh", Script(blocks));
        var (exitCode, output, _) = await ToolRun.RunAsync(await StartAsync(script, folder.Path), "", patience);
        return (exitCode, Tail(output));
    }

    private static string Script(IEnumerable<DocBlock> blocks)
    {
        var script = new StringBuilder("exec 2>&1\nset -euo pipefail\nsudo() { \"$@\"; }\n");
        foreach (var block in blocks)
        {
            script.Append($"echo '{Mark}{block.Place}'\n{block.Text}\n");
        }

        return script.ToString();
    }

    private static async Task<ProcessStartInfo> StartAsync(string script, string folder)
    {
        string[] command = await IsAlone.Value
            ? ["unshare", .. Alone, $"ip link set lo up && exec bash {script}"]
            : ["bash", script];
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder };
        var home = Directory.CreateDirectory(Path.Combine(folder, ".home")).FullName;
        start.Environment["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["HOME"] = start.Environment["XDG_RUNTIME_DIR"] = home;
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task<bool> TryAloneAsync() =>
        Environment.IsPrivilegedProcess && Tools.Find("unshare") is not null && Tools.Find("ip") is not null
        && (await ToolRun.RunAsync("unshare", [.. Alone, "ip link set lo up"])).ExitCode == 0;

    /// <summary>What the last block wrote, or the end of it.</summary>
    private static string Tail(string log)
    {
        var last = log[Math.Max(0, log.LastIndexOf(Mark, StringComparison.Ordinal))..];
        return last.Length <= ShownCharacters
            ? last
            : $"{last[..last.IndexOf('\n')]} …\n{last[^ShownCharacters..]}";
    }

    /// <summary>Copies what a page may use, so that nothing that it does reaches the repository.</summary>
    private void Clone(string target)
    {
        foreach (var name in Cloned)
        {
            var source = Path.Combine(root, name);
            if (File.Exists(source))
            {
                File.Copy(source, Path.Combine(target, name));
            }
            else if (Directory.Exists(source))
            {
                CopyFolder(source, Path.Combine(target, name));
            }
        }
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
        }
    }
}
