using System.Diagnostics;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>
/// A PostgreSQL server of Debian's package on a Unix socket of its own, as long as a test class runs.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string User = "tester";
    private const string Password = "a secret of the test";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _programs;
    private readonly Process? _server;

    /// <summary>Starts the server where there is one.</summary>
    public PostgresServer()
    {
        _programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (OperatingSystem.IsWindows()
            || _programs is null
            || (Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv")))
        {
            return;
        }

        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_111_111);
        _folder.Write("password", Password);
        _folder.Write("passfile", $"*:*:*:*:{Password}");
        File.SetUnixFileMode(_folder.File("passfile"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Require(Start("initdb", "-D", Data, "-U", User, "--pwfile", _folder.File("password"), "--auth=scram-sha-256",
            "--no-sync", "-E", "UTF8", "--locale=C"));
        _server = Start("postgres", "-D", Data, "-k", _folder.Path, "-c", "listen_addresses=", "-c", "fsync=off");
        WaitUntilReady(_server);
    }

    /// <summary>The secret that no message may show.</summary>
    public static string Secret => Password;

    /// <summary>The address without a password.</summary>
    public string UrlWithoutPassword => $"postgresql://{User}@/postgres?host={_folder.Path}";

    /// <summary>The address; the password is found in a file as in ~/.pgpass.</summary>
    public string Url => $"{UrlWithoutPassword}&passfile={_folder.File("passfile")}";

    private string Data => _folder.File("data");

    /// <summary>Skips the test where there is no server.</summary>
    public void RequireRunning() => Assert.SkipWhen(_server is null, "no PostgreSQL server in /usr/lib/postgresql");

    /// <summary>Runs statements by the server's own client.</summary>
    public void Execute(string statements)
    {
        var start = new ProcessStartInfo(
            Path.Combine(_programs!, "bin", "psql"),
            ["-h", _folder.Path, "-U", User, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-c", statements])
        {
            Environment = { ["PGPASSWORD"] = Password },
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        Require(Process.Start(start)!);
    }

    public void Dispose()
    {
        if (_server is not null)
        {
            Process.Start("kill", ["-INT", $"{_server.Id}"]).WaitForExit();
            _server.WaitForExit();
            _server.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>A server refuses to run as root, so it becomes the package's user then.</summary>
    private Process Start(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs!, "bin", program);
        string[] command = Environment.IsPrivilegedProcess
            ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
    }

    private static void Require(Process process)
    {
        using (process)
        {
            if (process.StartInfo.RedirectStandardOutput)
            {
                process.BeginOutputReadLine();
            }

            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors);
        }
    }

    private static void WaitUntilReady(Process server)
    {
        var log = "";
        while (server.StandardError.ReadLine() is { } line)
        {
            log += line + "\n";
            if (line.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                // Its log goes on, and must not fill the pipe.
                _ = server.StandardError.ReadToEndAsync();
                _ = server.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        Assert.Fail(log);
    }
}
