using System.CommandLine;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Reports;
using Murmuration.Agent.Simulation;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;
using Murmuration.Gossip.Exchange;
using Spectre.Console;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur simulate</c>: a whole network of agents on this machine.</summary>
internal static class SimulateCommand
{
    private static readonly RunOptionSet RunSet = new();

    private static readonly Option<string?> Topology = CommonOptions.Topology();

    private static readonly Option<TransportKind> Transport = new("--transport")
    {
        Description = "process: one daemon per agent, over the sockets of one machine, or loopback TCP with "
            + "--set links.local=false; tcp: all in this process over loopback TCP; memory: all in this process, no "
            + "sockets.",
        HelpName = "process|tcp|memory",
    };

    private static readonly Option<bool> Tls = new("--tls")
    {
        Description = "TLS on every link, with throw-away keys in the folder keys/ of the output.",
    };

    private static readonly Option<int> Threads = CommonOptions.Threads();

    private static readonly Option<string> Device = CommonOptions.Device();

    private static readonly Option<string?> Output = new("--output")
    {
        Description = "Folder for weights, metrics and logs; a new folder under out/ by default.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> InitialWeights = CommonOptions.InitialWeights();

    private static readonly Option<bool> Fresh = CommonOptions.Fresh();

    private static readonly Option<bool> NoAlone = new("--no-alone")
    {
        Description = "Do not train the agents alone for comparison.",
    };

    private static readonly Option<bool> NoReport = CommonOptions.NoReport();

    private static readonly Option<string?> Dashboard = CommonOptions.Dashboard();

    private static readonly Option<bool> Json = new("--json")
    {
        Description =
            "The last line on standard output is the result as one JSON object; progress goes to standard error.",
    };

    private static readonly Option<bool> Quiet = CommonOptions.Quiet();

    private static readonly LogOptionSet Logs = new();

    private static readonly Option<string?> Otlp = CommonOptions.Otlp();

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "simulate", "Runs all agents of a topology on this machine and trains one model together.")
        {
            Topology, Transport, Tls, Threads, Device, Output, InitialWeights, Fresh, NoAlone, NoReport, Dashboard,
            Json, Quiet, Otlp,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Tls) && result.GetValue(Transport) == TransportKind.Memory)
            {
                result.AddError("--tls needs links: --transport process or tcp");
            }
        });
        Logs.AddTo(command);
        RunSet.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var run = RunSet.Load(parsed);
        var options = new SimulationOptions
        {
            Topology = parsed.GetValue(Topology) ?? run.Topology ?? ShippedFiles.DefaultTopology,
            DataDirectory = RunSet.FullDataDirectory(parsed),
            Output = CommonOptions.Output(parsed.GetValue(Output), run.Name, TimeProvider.System),
            Transport = parsed.GetValue(Transport),
            Tls = parsed.GetValue(Tls),
            Threads = parsed.GetValue(Threads),
            InitialWeights = CommonOptions.FileOf(InitialWeights, parsed),
            Device = parsed.GetValue(Device)!,
            Fresh = parsed.GetValue(Fresh),
            Alone = !parsed.GetValue(NoAlone),
            Dashboard = CommonOptions.WebAddress(parsed, Dashboard),
            Log = Logs.Read(parsed),
            Otlp = OtlpOptions.Read(parsed.GetValue(Otlp)),
            Quiet = parsed.GetValue(Quiet),
        };
        var json = parsed.GetValue(Json);
        using var folder = FolderLock.Take(options.Output);
        using var signals = new StopSignals();
        using var loggers = LoggerFactory.Create(
            logging => AgentLogging.Configure(logging, options.Log, LogLevel.Warning));
        using var export = options.ExportsItself ? OtlpExport.Start(options.Otlp!, "simulate") : null;
        var writesReport = !parsed.GetValue(NoReport);
        SimulationResult result;
        using (var view = CreateView(json, parsed.GetValue(Quiet), run.Rounds))
        {
            try
            {
                result = await new Simulator(options, run, export, TimeProvider.System, loggers, view)
                    .RunAsync(signals.Token);
            }
            catch (Exception e) when (writesReport && HasRun(e))
            {
                Console.Error.WriteLine($"Report of what there is: {Report(options) ?? "none"}");
                throw;
            }
        }

        result = writesReport ? result with { Report = Report(options) } : result;
        if (json)
        {
            Console.Out.WriteLine(MetricsFormat.ToLine(result));
        }
        else
        {
            ResultText.Write(Console.Out, result, options.Output);
        }

        return 0;
    }

    /// <summary>Whether the agents have begun, so that their metrics may show what went wrong.</summary>
    private static bool HasRun(Exception e) => e is SimulationException or DivergedException or ExchangeException;

    private static string? Report(SimulationOptions options) =>
        EndReport.TryWrite(options.Output, TimeProvider.System, Console.Error.WriteLine);

    private static IProgressView CreateView(bool json, bool quiet, int rounds) => (json, quiet) switch
    {
        (_, true) => new LineProgress(TextWriter.Null, Console.Error, rounds, TimeProvider.System),
        (true, _) => new LineProgress(Console.Error, Console.Error, rounds, TimeProvider.System),
        _ when Console.IsOutputRedirected =>
            new LineProgress(Console.Out, Console.Error, rounds, TimeProvider.System),
        _ => new LiveProgress(AnsiConsole.Console, TimeProvider.System),
    };
}
