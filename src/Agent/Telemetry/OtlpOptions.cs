using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Telemetry;

/// <summary>Whether and where metrics and traces are exported by OTLP.</summary>
/// <param name="Endpoint">The collector that the command line names, null where the environment does.</param>
internal sealed record OtlpOptions(Uri? Endpoint)
{
    private const int GrpcPort = 4317;

    /// <summary>The variables of which any one turns the export on.</summary>
    private static readonly string[] Endpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    ];

    /// <summary>Whether the collector is talked to by gRPC rather than by HTTP, where
    /// <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> does not say: at its usual port.</summary>
    public bool IsGrpc => (Endpoint ?? Named(Endpoints[0]))?.Port == GrpcPort;

    /// <summary>What command line and environment ask for, null when they do not.</summary>
    /// <exception cref="ConfigurationException">The address makes no sense.</exception>
    public static OtlpOptions? Read(string? asked)
    {
        if (asked is null && (IsDisabled() || !Array.Exists(Endpoints, IsSet)))
        {
            return null;
        }

        return asked is null ? new OtlpOptions(Endpoint: null)
            : Uri.TryCreate(asked, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new(uri)
            : throw new ConfigurationException($"--otlp {asked}: write a URL, for example http://127.0.0.1:4318");
    }

    private static bool IsDisabled() => string.Equals(
        Environment.GetEnvironmentVariable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));

    private static Uri? Named(string variable) =>
        Uri.TryCreate(Environment.GetEnvironmentVariable(variable), UriKind.Absolute, out var uri) ? uri : null;
}
