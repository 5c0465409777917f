using System.Runtime.ExceptionServices;

namespace Murmuration.UserSpaceSwitch;

/// <summary>Named network namespaces, as <c>ip netns add</c> makes them.</summary>
internal static class NetworkNamespace
{
    private const string Folder = "/run/netns";
    private const int NetworkKind = 0x4000_0000; // CLONE_NEWNET

    /// <summary>Runs a function inside a namespace, on a thread of its own that ends with it: a thread in a pool would
    /// stay in the namespace for whatever comes next.</summary>
    public static T Run<T>(string name, Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter(name);
                result = function();
            }
            catch (Exception e) when (e is SwitchException or IOException or UnauthorizedAccessException)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    private static void Enter(string name)
    {
        var path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            throw new SwitchException($"no network namespace {name}: make it with 'ip netns add {name}'");
        }

        using var space = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (Native.SetNamespace(space, NetworkKind) != 0)
        {
            throw new SwitchException($"cannot enter the network namespace {name}: {Native.LastError()}");
        }
    }
}
