using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Web;

/// <summary><c>/network.json</c>: the whole network as the agent knows it.</summary>
internal sealed class NetworkPart(Func<NetworkSnapshot> look) : IWebPart
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/network.json", () => TypedResults.Json(look(), MetricsFormat.Options));
}
