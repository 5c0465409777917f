using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Control;
using Murmuration.Agent.Metrics;
using Murmuration.Agent.Telemetry;
using Murmuration.Agent.Training;

namespace Murmuration.Agent.Commands;

/// <summary><c>murmur agent</c>: the daemon, one agent on this machine.</summary>
internal static class AgentCommand
{
    private static readonly RunOptionSet RunSet = new();

    private static readonly Option<string?> Id = new("--id")
    {
        Description = "Id of this agent in the topology file.",
        HelpName = "ID",
        DefaultValueFactory = _ => CommonOptions.Variable("MURMURATION_ID"),
    };

    private static readonly Option<string?> Topology = CommonOptions.Topology();

    private static readonly Option<string?> Listen = new("--listen")
    {
        Description =
            "Address to listen on when it differs from the one in the topology file, for example 0.0.0.0:7700.",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => CommonOptions.Variable("MURMURATION_LISTEN"),
    };

    private static readonly Option<string?> Keys = new("--keys")
    {
        Description = "Folder with authority.crt, ID.crt and ID.key, as 'murmur keys' makes them: TLS on every link.",
        HelpName = "DIR",
        DefaultValueFactory = _ => CommonOptions.Variable("MURMURATION_KEYS"),
    };

    private static readonly Option<bool> Insecure = new("--insecure")
    {
        Description = "Allow links in plain TCP beyond this machine, where anyone on the way can read and change them.",
    };

    private static readonly Option<string?> Output = new("--output")
    {
        Description =
            "Folder for weights and metrics, in a subfolder named by the id; a new folder under out/ by default.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> InitialWeights = CommonOptions.InitialWeights();

    private static readonly Option<bool> Fresh = CommonOptions.Fresh();

    private static readonly Option<int> Threads = CommonOptions.Threads();

    private static readonly Option<string> Device = CommonOptions.Device();

    private static readonly Option<int> ConnectTimeout = new("--connect-timeout")
    {
        Description = "Seconds to wait for neighbours that have not appeared; 0 waits for ever.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 120,
        Validators = { CommonOptions.Range("--connect-timeout", 0, 1_000_000) },
    };

    /// <summary>The most that a timer can wait: 2³² milliseconds are a little longer.</summary>
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(49);

    private static readonly Option<bool> Json = new("--json")
    {
        Description =
            "Standard output is JSON: an object per round, and one about the end. With --quiet that one only.",
    };

    private static readonly Option<bool> Quiet = CommonOptions.Quiet();

    private static readonly LogOptionSet Logs = new();

    private static readonly Option<bool> NoReport = CommonOptions.NoReport();

    private static readonly Option<string?> Dashboard = CommonOptions.Dashboard();

    private static readonly Option<string?> Metrics = new("--metrics")
    {
        Description = "Serve /metrics for Prometheus, /healthz and /readyz there, for example 127.0.0.1:9464; may be "
            + "the address of --dashboard, which serves them too.",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => CommonOptions.Variable("MURMURATION_METRICS"),
    };

    private static readonly Option<string?> Otlp = CommonOptions.Otlp();

    private static readonly Option<bool> StopWithInput = new("--stop-with-input")
    {
        Description = "For programs that start agents: end in order when standard input closes, stop the whole run "
            + "at the line 'stop' there, and leave Ctrl-C to the program.",
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("agent", "Runs one agent: its own data, its neighbours, one common model.")
        {
            Id, Topology, Listen, Keys, Insecure, Output, InitialWeights, Fresh, Threads, Device, ConnectTimeout, Json,
            Quiet, NoReport, Dashboard, Metrics, Otlp, StopWithInput,
        };
        Logs.AddTo(command);
        RunSet.AddTo(command);
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var run = RunSet.Load(parsed);
        var options = Read(parsed, run);
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        var usual = AgentView.IsLive(options) ? LogLevel.Warning : LogLevel.Information;
        AgentLogging.Configure(builder.Logging, Logs.Read(parsed), usual);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(run);
        builder.Services.AddSingleton(options);
        var startedByProgram = parsed.GetValue(StopWithInput);
        builder.Services.AddSingleton<IHostLifetime>(services => new DaemonLifetime(
            services.GetRequiredService<IHostApplicationLifetime>(), ignoresInterrupt: startedByProgram));
        builder.Services.AddSingleton<AgentService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AgentService>());
        using var host = builder.Build();
        var service = host.Services.GetRequiredService<AgentService>();
        if (startedByProgram)
        {
            FollowInput(service.Control, host.Services.GetRequiredService<IHostApplicationLifetime>());
        }

        await host.RunAsync();
        return service.ExitCode;
    }

    private static AgentOptions Read(ParseResult parsed, RunOptions run) => new()
    {
        Id = parsed.GetValue(Id)
            ?? throw new ConfigurationException("which agent is this? give --id ID (or MURMURATION_ID)"),
        Topology = parsed.GetValue(Topology) ?? run.Topology
            ?? throw new ConfigurationException("which network? give --topology FILE (or MURMURATION_TOPOLOGY)"),
        Listen = parsed.GetValue(Listen),
        Keys = parsed.GetValue(Keys) is { } keys ? CommonOptions.FullPath("--keys", keys) : null,
        Insecure = parsed.GetValue(Insecure),
        DataDirectory = RunSet.FullDataDirectory(parsed),
        Output = CommonOptions.Output(parsed.GetValue(Output), run.Name, TimeProvider.System),
        InitialWeights = CommonOptions.FileOf(InitialWeights, parsed),
        Fresh = parsed.GetValue(Fresh),
        RepeatsDone = parsed.GetValue(StopWithInput),
        Threads = parsed.GetValue(Threads),
        Device = parsed.GetValue(Device)!,
        ConnectTimeout = parsed.GetValue(ConnectTimeout) is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : ForEver,
        Quiet = parsed.GetValue(Quiet),
        Json = parsed.GetValue(Json),
        WritesReport = !parsed.GetValue(NoReport),
        Dashboard = CommonOptions.WebAddress(parsed, Dashboard),
        Metrics = CommonOptions.WebAddress(parsed, Metrics),
        Otlp = OtlpOptions.Read(parsed.GetValue(Otlp)),
    };

    /// <summary>Reads standard input in the background: requests, and at its end the request to end.</summary>
    private static void FollowInput(RunControl control, IHostApplicationLifetime lifetime)
    {
        _ = Task.Run(async () =>
        {
            using var input = new StreamReader(Console.OpenStandardInput());
            while (await input.ReadLineAsync(lifetime.ApplicationStopping) is { } line)
            {
                if (line == ControlDesk.Stop)
                {
                    control.StopAll();
                }
            }

            lifetime.StopApplication();
        });
    }
}
