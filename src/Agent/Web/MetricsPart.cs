using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Murmuration.Agent.Telemetry.Prometheus;

namespace Murmuration.Agent.Web;

/// <summary><c>/metrics</c>: all that the process measures, for Prometheus.</summary>
internal sealed class MetricsPart(PrometheusCollector collector) : IWebPart
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", () => TypedResults.Text(collector.Collect(), PrometheusText.ContentType));
}
