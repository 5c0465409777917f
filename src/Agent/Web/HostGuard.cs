using System.Net;
using Microsoft.AspNetCore.Http;

namespace Murmuration.Agent.Web;

/// <summary>
/// Answers only to addresses and to the agents' own names. Another site that makes its name point here, in order to
/// read the pages through a visitor's browser, gives itself away by that name.
/// </summary>
/// <param name="names">Names that the machine is known by.</param>
internal sealed class HostGuard(IEnumerable<string> names)
{
    private readonly HashSet<string> _names = new([.. names, "localhost"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Passes a request on, or refuses it.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (IsKnown(context.Request.Host.Host))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync(
            "this server answers to its address and to the hosts of the topology file, and to no other name",
            context.RequestAborted);
    }

    private bool IsKnown(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _) || _names.Contains(host.TrimEnd('.'));
}
