using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Murmuration.Simulation.Tests.Otlp;

/// <summary>A collector that takes OTLP over HTTP and keeps what comes.</summary>
/// <remarks>Numbers of fields: opentelemetry-proto, trace/v1/trace.proto and metrics/v1/metrics.proto.</remarks>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentBag<byte[]> _traces = [];
    private readonly ConcurrentBag<byte[]> _metrics = [];

    private OtlpReceiver(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>All spans that have come.</summary>
    public IReadOnlyList<Span> Spans =>
    [
        .. from request in _traces
           from resource in ProtobufField.At(request, 1)
           let service = AttributeOf(resource.Bytes, "service.instance.id")
           from span in ProtobufField.At(resource.Bytes, 2, 2)
           select new Span(
               service,
               ProtobufField.At(span.Bytes, 1).Single().Hex,
               ProtobufField.At(span.Bytes, 2).Single().Hex,
               ProtobufField.At(span.Bytes, 4).SingleOrDefault()?.Hex ?? "",
               ProtobufField.At(span.Bytes, 5).Single().Text,
               [.. ProtobufField.At(span.Bytes, 9, 1).Select(key => key.Text)]),
    ];

    /// <summary>Names of all metrics that have come.</summary>
    public IReadOnlyList<string> Metrics =>
        [.. _metrics.SelectMany(request => ProtobufField.At(request, 1, 2, 2, 1)).Select(name => name.Text).Distinct()];

    /// <summary>Names of the services that have sent metrics.</summary>
    public IReadOnlyList<string> Services =>
    [
        .. _metrics.SelectMany(request => ProtobufField.At(request, 1))
            .Select(resource => AttributeOf(resource.Bytes, "service.name")).Distinct(),
    ];

    /// <summary>Begins to listen.</summary>
    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.UseRouting();
        receiver._app.MapPost("/v1/traces", context => TakeAsync(context, receiver._traces));
        receiver._app.MapPost("/v1/metrics", context => TakeAsync(context, receiver._metrics));
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task TakeAsync(HttpContext context, ConcurrentBag<byte[]> requests)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        requests.Add(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    private static string AttributeOf(ReadOnlyMemory<byte> resource, string key) =>
        ProtobufField.At(resource, 1, 1)
            .First(attribute => ProtobufField.At(attribute.Bytes, 1).Single().Text == key) is { } found
            ? ProtobufField.At(found.Bytes, 2, 1).Single().Text
            : "";
}
