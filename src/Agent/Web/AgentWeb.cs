using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Murmuration.Agent.Configuration;

namespace Murmuration.Agent.Web;

/// <summary>The web server of a daemon: plain HTTP, read-only, on one address.</summary>
internal sealed class AgentWeb : IAsyncDisposable
{
    private const int MostConnections = 100;

    private readonly WebApplication _app;

    private AgentWeb(WebApplication app) => _app = app;

    /// <summary>Where it listens; the port is the real one where 0 was asked for.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts to serve.</summary>
    /// <param name="address">Where.</param>
    /// <param name="parts">What.</param>
    /// <param name="logging">Whom it tells what goes wrong.</param>
    /// <param name="names">Names of the machine, beside its addresses, by which it may be asked.</param>
    /// <exception cref="ConfigurationException">The address cannot be listened on.</exception>
    public static async Task<AgentWeb> StartAsync(
        IPEndPoint address, IEnumerable<IWebPart> parts, ILoggerFactory logging, params IEnumerable<string> names)
    {
        var logger = logging.CreateLogger<AgentWeb>();
        if (!IPAddress.IsLoopback(address.Address))
        {
            WebLog.Open(logger, address);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, address));
        var app = builder.Build();
        app.Use(new HostGuard([Dns.GetHostName(), .. names]).InvokeAsync);
        app.Use(Harden);
        app.UseRouting();
        foreach (var part in parts)
        {
            part.Map(app);
        }

        try
        {
            await app.StartAsync();
            var web = new AgentWeb(app);
            WebLog.Serving(logger, web.Address);
            return web;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new ConfigurationException($"{address}: cannot listen there: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.Zero, TimeProvider.System);
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    /// <summary>What is shown is of this moment, of its declared kind, and for nobody else's page.</summary>
    private static Task Harden(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint address)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(address);
    }
}
