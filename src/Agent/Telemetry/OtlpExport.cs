using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Murmuration.Agent.Telemetry;

/// <summary>Sends metrics and traces of this process to a collector by OTLP, until it is disposed.</summary>
/// <remarks>
/// The only type that knows the OpenTelemetry packages: without an export they are not loaded. Everything that the
/// standard variables <c>OTEL_…</c> say (headers, protocol, intervals, sampler, resource) is read by them.
/// </remarks>
internal sealed class OtlpExport : IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private OtlpExport(TracerProvider traces, MeterProvider metrics) => (_traces, _metrics) = (traces, metrics);

    /// <summary>Begins to export.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="instance">What tells this process from others of the run: the agent's id.</param>
    public static OtlpExport Start(OtlpOptions options, string instance)
    {
        RoundTrace.ShareTraceIds();
        var resource = ResourceBuilder.CreateEmpty()
            .AddService("murmuration", serviceVersion: AgentVersion.Text, serviceInstanceId: instance)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(RoundTrace.SourceName)
            .AddOtlpExporter(exporter => Configure(exporter, options, "v1/traces"))
            .Build();
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(AgentMeter.MeterName, "System.Runtime")
            .AddOtlpExporter(exporter => Configure(exporter, options, "v1/metrics"))
            .Build();
        return new(traces, metrics);
    }

    /// <summary>Sends what has been measured so far.</summary>
    public void Flush()
    {
        _traces.ForceFlush();
        _metrics.ForceFlush();
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void Configure(OtlpExporterOptions exporter, OtlpOptions options, string path)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL")))
        {
            exporter.Protocol = options.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        }

        if (options.Endpoint is { } endpoint)
        {
            exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.Grpc
                ? endpoint
                : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
        }
    }
}
