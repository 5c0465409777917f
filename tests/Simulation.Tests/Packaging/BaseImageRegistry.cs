using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Murmuration.Simulation.Tests.Packaging;

/// <summary>
/// A registry on loopback with one image, as a real one would serve it: the shared libraries of this machine that a
/// program needs, a user, and folders for temporary files. Builds of the container take it as their base.
/// </summary>
internal sealed class BaseImageRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string ConfigurationType = "application/vnd.oci.image.config.v1+json";
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar+gzip";

    private readonly Dictionary<string, (string Type, byte[] Bytes)> _things = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private BaseImageRegistry(WebApplication app) => _app = app;

    /// <summary>Name of the image, with the address of the registry.</summary>
    public string Image => $"{new Uri(_app.Urls.First()).Authority.Replace("127.0.0.1", "localhost")}/base:1";

    /// <summary>Starts to serve an image with files of this machine.</summary>
    public static async Task<BaseImageRegistry> StartAsync(IEnumerable<string> files)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var registry = new BaseImageRegistry(builder.Build());
        registry.AddImage(Layer(files));
        registry._app.MapGet("/v2/", () => Results.Ok());
        registry._app.MapMethods("/v2/base/{kind}/{reference}", ["GET", "HEAD"], registry.Serve);
        await registry._app.StartAsync();
        return registry;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static byte[] Layer(IEnumerable<string> files)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            foreach (var folder in (string[])["tmp", "proc", "etc"])
            {
                var mode = folder == "tmp" ? (UnixFileMode)0x3FF : (UnixFileMode)0x1ED;
                writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = mode });
            }

            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/passwd")
            {
                DataStream = new MemoryStream("app:x:1654:1654::/tmp:/bin/false\n"u8.ToArray()),
            });
            foreach (var path in files)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path.TrimStart('/'))
                {
                    Mode = (UnixFileMode)0x1ED,
                    DataStream = new MemoryStream(File.ReadAllBytes(path)),
                });
            }
        }

        return tar.ToArray();
    }

    private static string Digest(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    private void AddImage(byte[] layer)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(layer);
        }

        var configuration = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os = "linux",
            config = new { Env = new[] { "PATH=/usr/bin:/bin" } },
            rootfs = new { type = "layers", diff_ids = new[] { Digest(layer) } },
            history = new[] { new { created_by = "test" } },
        });
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = Add(ConfigurationType, configuration),
            layers = new[] { Add(LayerType, packed.ToArray()) },
        });
        Add(ManifestType, manifest);
        _things["1"] = (ManifestType, manifest);
    }

    private object Add(string type, byte[] bytes)
    {
        _things[Digest(bytes)] = (type, bytes);
        return new { mediaType = type, digest = Digest(bytes), size = bytes.Length };
    }

    private async Task Serve(HttpContext context, string reference)
    {
        if (!_things.TryGetValue(reference, out var thing))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = thing.Type;
        context.Response.ContentLength = thing.Bytes.Length;
        context.Response.Headers["Docker-Content-Digest"] = Digest(thing.Bytes);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(thing.Bytes);
        }
    }
}
