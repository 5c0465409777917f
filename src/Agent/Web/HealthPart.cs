using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Murmuration.Agent.Telemetry;

namespace Murmuration.Agent.Web;

/// <summary><c>/healthz</c>, whether the agent lives, and <c>/readyz</c>, whether it trains: 200 or 503, with a word
/// why.</summary>
internal sealed class HealthPart(AgentHealth health) : IWebPart
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Answer(health.WhyStuck()));
        routes.MapGet("/readyz", () => Answer(health.WhyNotReady()));
    }

    private static ContentHttpResult Answer(string? trouble) => TypedResults.Text(
        (trouble ?? "ok") + "\n",
        statusCode: trouble is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
