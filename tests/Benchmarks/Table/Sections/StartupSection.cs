using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Murmuration.Benchmarks.Table.Sections;

/// <summary>From the start of a process to the moment when it is of use, and what many of them occupy.</summary>
internal sealed class StartupSection : ISection
{
    private const int Daemons = 64;
    private const int Repeats = 8;
    private const double Gigabyte = 1e9;

    private const string Small =
        """
        { "name": "small", "data": { "generated": "regression", "samples": 200 }, "model": { "hidden": [10] },
          "rounds": 10 }
        """;

    private const string Digits =
        """
        { "name": "digits", "data": { "generated": "digits", "samples": 5120, "testSamples": 200,
          "partition": { "kind": "even" } },
          "model": { "hidden": [75] }, "algorithm": { "name": "gradientTracking", "eta": 0.05, "minibatch": 10 },
          "checkpoints": { "every": 0 }, "rounds": 40, "evaluateEvery": 1000 }
        """;

    public string Name => "startup";

    public string Title => "Start of a process, and many of them on one machine";

    public void Measure(BenchmarkTable table)
    {
        if (MurmurProgram.Find() is not { } program)
        {
            table.Skip("all rows", "the program is not built; scripts/build.sh builds it");
            return;
        }

        using var folder = new FleetFolder();
        var python = Environment.GetEnvironmentVariable("PEER_PYTHON") ?? "python3";
        var version = Contender.Of("ours", () => Run(program.Path, "--version"));
        var listens = new Contender("ours", () => Listen(program, folder));
        var own = Alternation.Median(Repeats, version, listens);
        table.AddAbsolute("`murmur --version` until it ends", "s", own[0].Value, Goal.AtMost(0.3));
        table.AddAbsolute("`murmur agent` until it listens, its run loaded", "s", own[1].Value, Goal.AtMost(0.3));
        CompareToPython(table, python, listens);
        MeasureMemory(table, program, folder, python);
    }

    private static void CompareToPython(BenchmarkTable table, string python, Contender listens)
    {
        if (!CanImport(python))
        {
            table.Skip("`import torch`", $"{python} has no torch");
            return;
        }

        var import = Contender.Of("PyTorch, `import torch`", () => Run(python, "-c", "import torch"));
        table.Add("start", "s", goal: null, Alternation.Median(Repeats / 2, listens, import));
    }

    private static void MeasureMemory(
        BenchmarkTable table, MurmurProgram program, FleetFolder folder, string python)
    {
        if (!ProcessMemory.IsKnown)
        {
            table.Skip($"{Daemons} daemons", "this system does not say what a process occupies");
            return;
        }

        var most = 0.0;
        program.Simulate(
            process => most = Math.Max(most, ProcessMemory.Children(process.Id).Sum(ProcessMemory.Proportional)),
            "--topology", folder.Ring(Daemons), "--run", folder.Write("digits.json", Digits),
            "--output", folder["daemons"]);
        table.AddAbsolute(
            $"{Daemons} daemons of 256-75-10, sum of proportional set sizes", "GB", most / Gigabyte, Goal.AtMost(4));
        if (CanImport(python))
        {
            Reading[] each =
            [
                BenchmarkTable.Own(most / Daemons / 1e6),
                new("PyTorch, `import torch`, eight at once", PythonMemory(python, 8) / 1e6),
            ];
            table.Add("one process of them", "MB", goal: null, each);
        }
    }

    /// <summary>Seconds from the start of a daemon until its port answers; then it is ended.</summary>
    private static double Listen(MurmurProgram program, FleetFolder folder)
    {
        var (port, other) = FreePorts();
        var topology = folder.Write("pair.json", $$"""
            { "name": "pair",
              "agents": [
                { "id": "a", "address": "127.0.0.1:{{port}}" }, { "id": "b", "address": "127.0.0.1:{{other}}" } ],
              "schedule": { "links": [["a", "b"]] } }
            """);
        var run = folder.Write("small.json", Small);
        var start = TimeProvider.System.GetTimestamp();
        using var daemon = program.Start(
            "agent", "--id", "a", "--topology", topology, "--run", run, "--output", folder[$"daemon-{port}"],
            "--json", "--no-report", "--stop-with-input");
        while (!Answers(port))
        {
            if (daemon.WaitForExit(TimeSpan.FromMilliseconds(1)))
            {
                throw new InvalidOperationException($"the daemon ended with {daemon.ExitCode} before it listened");
            }
        }

        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        daemon.Kill();
        daemon.WaitForExit();
        return seconds;
    }

    private static bool Answers(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Both are held until both are found, so that they differ.</summary>
    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }

    private static void Run(string program, params IReadOnlyList<string> arguments)
    {
        using var process = MurmurProgram.Start(program, arguments);
        process.WaitForExit();
    }

    private static bool CanImport(string python)
    {
        try
        {
            using var process = MurmurProgram.Start(python, ["-c", "import torch"]);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Bytes of one of several processes that have imported PyTorch and wait.</summary>
    private static double PythonMemory(string python, int count)
    {
        var peers = new List<PeerProcess>();
        try
        {
            while (peers.Count < count && PeerProcess.Start(
                [python, "-c", "import os, sys, torch; print('ready', os.getpid(), flush=True); sys.stdin.read()"],
                new Dictionary<string, string>(StringComparer.Ordinal),
                out _) is { } peer)
            {
                peers.Add(peer);
            }

            return peers.Average(peer => ProcessMemory.Proportional(
                int.Parse(peer.Version, System.Globalization.CultureInfo.InvariantCulture)));
        }
        finally
        {
            peers.ForEach(peer => peer.Dispose());
        }
    }
}
