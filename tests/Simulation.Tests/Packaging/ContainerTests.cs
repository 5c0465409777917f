using System.Text.Json;
using Murmuration.Testing;

namespace Murmuration.Simulation.Tests.Packaging;

/// <summary>The container image: built without Docker, unpacked and run without it.</summary>
public sealed class ContainerTests(Packages packages) : IDisposable
{
    /// <summary>Loaded by name while the program runs, so not among what it is linked with.</summary>
    private static readonly string[] LoadedLater = ["libssl.so.3", "libcrypto.so.3"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_image_names_its_program_user_and_ports_and_trains_as_that_user()
    {
        Tools.Require("ldd", "ldconfig", "tar");
        await using var registry = await BaseImageRegistry.StartAsync(
            await LibrariesOfAsync(await packages.PathOfAsync("murmur-linux-x64")));
        var (exitCode, output, errors) = await packages.BuildAsync("--base-image", registry.Image, "container");
        Assert.True(exitCode == 0, output + errors);
        var image = await UnpackAsync(Path.Combine(packages.Folder, "murmuration-container.tar"));
        Assert.Equal("/app/murmur", Assert.Single(image.GetProperty("Entrypoint").EnumerateArray()).GetString());
        Assert.Equal("1654", image.GetProperty("User").GetString());
        Assert.Equal(
            ["7700/tcp", "7780/tcp"], image.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name));
        await RunAsync();
    }

    /// <summary>Runs it in its own root, with no more than a container has: processes, loopback, the user.</summary>
    private async Task RunAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "running the image needs root");
        Tools.Require("unshare", "chroot", "ip");
        var root = _folder.File("root");
        var (exitCode, output, errors) = await ToolRun.RunAsync(
            "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "bash", "-euc",
            $"ip link set lo up; mount -t proc proc {root}/proc; cd {root}; exec chroot --userspec=1654:1654 {root} "
            + "/app/murmur simulate --rounds 2 --no-alone --quiet --topology topologies/ring-4.json --output /tmp/out");
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("4 agents done after 2 rounds", output, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> LibrariesOfAsync(string program)
    {
        var linked = await ToolRun.RunAsync("ldd", program);
        var known = await ToolRun.RunAsync(Tools.Find("ldconfig")!, "-p");
        return [.. linked.Output.Split('\n')
            .Concat(known.Output.Split('\n').Where(line =>
                Array.Exists(LoadedLater, name => line.Contains($"{name} (libc6,x86-64)", StringComparison.Ordinal))))
            .SelectMany(line => line.Split(' ', '\t'))
            .Where(word => word.StartsWith('/'))
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Unpacks the layers in order; the answer is the configuration of its containers.</summary>
    private async Task<JsonElement> UnpackAsync(string archive)
    {
        await ExtractAsync(archive, _folder.File("image"));
        var manifest = Read("manifest.json")[0];
        foreach (var layer in manifest.GetProperty("Layers").EnumerateArray())
        {
            await ExtractAsync(_folder.File($"image/{layer.GetString()}"), _folder.File("root"));
        }

        return Read(manifest.GetProperty("Config").GetString()!).GetProperty("config");
    }

    private JsonElement Read(string name) =>
        JsonDocument.Parse(File.ReadAllText(_folder.File($"image/{name}"))).RootElement.Clone();

    private static async Task ExtractAsync(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        var (exitCode, _, errors) = await ToolRun.RunAsync("tar", "-xpf", archive, "-C", folder);
        Assert.True(exitCode == 0, errors);
    }
}
