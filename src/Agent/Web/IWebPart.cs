using Microsoft.AspNetCore.Routing;

namespace Murmuration.Agent.Web;

/// <summary>Some pages of an agent's web server. All only show; none changes anything.</summary>
internal interface IWebPart
{
    /// <summary>Adds them.</summary>
    void Map(IEndpointRouteBuilder routes);
}
