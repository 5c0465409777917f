using System.Text.Json;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Control;

/// <summary>The web address of an agent that was started with --dashboard.</summary>
internal sealed class WebSource : INetworkSource, IDisposable
{
    private const int MostBytes = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new() { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
    private readonly Uri _address;

    /// <summary>Takes HOST:PORT, or the address of the page.</summary>
    /// <exception cref="ConfigurationException">It is neither.</exception>
    public WebSource(string address)
    {
        var isPlace = !address.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(isPlace ? $"http://{address}" : address, UriKind.Absolute, out var page)
            || page.Scheme is not ("http" or "https")
            || (isPlace && !address.Contains(':', StringComparison.Ordinal)))
        {
            throw new ConfigurationException($"{address}: write HOST:PORT, for example 127.0.0.1:7780");
        }

        _address = new(page, "/network.json");
    }

    public async Task<NetworkSnapshot> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var bytes = await _client.GetByteArrayAsync(_address, cancellation);
            return JsonSerializer.Deserialize<NetworkSnapshot>(bytes, MetricsFormat.Options) is { IsWhole: true } one
                ? one
                : throw new JsonException("parts are missing");
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            throw new ConfigurationException(
                $"no agent answers at {_address.Authority}: {e.Message}; was it started with --dashboard?", e);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            throw new ConfigurationException($"{_address} is not the page of an agent: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ConfigurationException(
                $"no agent answers at {_address.Authority} within {Patience.TotalSeconds:0} s", e);
        }
    }

    public void Dispose() => _client.Dispose();
}
