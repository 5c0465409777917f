using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Transport.Local;

/// <summary>
/// The short way between two agents of one user on one Linux machine: a socket beside the one of a loopback address,
/// named after it, that spares both the network stack. Names are abstract: there is no file, and they are known where
/// the loopback address is.
/// </summary>
internal static partial class LocalSocket
{
    private const int Backlog = 512;
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>Whether an agent goes this way: one whose links are plain, and where the system has it.</summary>
    public static bool IsUsedBy(TcpNeighbourhoodOptions options) =>
        options is { LocalLinks: true, Identity: null } && OperatingSystem.IsLinux();

    /// <summary>Listens beside a socket on a loopback address; null beside any other, and where the name is
    /// taken.</summary>
    public static Socket? TryListen(EndPoint? endPoint)
    {
        if (endPoint is not IPEndPoint { Address: var address, Port: var port } || !IPAddress.IsLoopback(address))
        {
            return null;
        }

        Socket? socket = null;
        try
        {
            socket = Make();
            socket.Bind(NameOf(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket?.Dispose();
            return null;
        }
    }

    /// <summary>Connects with the agent of the own user that listens at one of the addresses; null when there is
    /// none.</summary>
    public static async Task<Socket?> TryConnectAsync(
        IEnumerable<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        foreach (var address in addresses.Where(IPAddress.IsLoopback))
        {
            Socket? socket = null;
            var isOurs = false;
            try
            {
                socket = Make();
                await socket.ConnectAsync(NameOf(address, port), cancellationToken);
                isOurs = ProcessOf(socket) is not null;
            }
            catch (SocketException)
            {
                // Nobody listens there, or the system allows no such socket; the loopback address itself is tried next.
            }
            finally
            {
                if (!isOurs)
                {
                    socket?.Dispose();
                }
            }

            if (isOurs)
            {
                return socket;
            }
        }

        return null;
    }

    /// <summary>The process at the other end by the word of the kernel, 0 where it cannot be seen from here; null when
    /// it is another user's, or when the socket is no local one.</summary>
    public static int? ProcessOf(Socket socket)
    {
        if (socket.AddressFamily != AddressFamily.Unix || !OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<int> credentials = stackalloc int[3];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, MemoryMarshal.AsBytes(credentials));
        return credentials[1] == OwnUser() ? credentials[0] : null;
    }

    private static Socket Make() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static UnixDomainSocketEndPoint NameOf(IPAddress address, int port) =>
        new($"\0murmuration/{address}:{port}");

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial int OwnUser();
}
