using System.Net.Sockets;
using System.Text;

namespace Murmuration.Agent.Control;

/// <summary>One line of bounded length over a control socket.</summary>
internal static class ControlLine
{
    private const int FirstBytes = 4096;

    /// <summary>Reads up to the end of a line; null when none comes, or it is too long.</summary>
    public static async Task<string?> ReadAsync(Socket socket, int mostBytes, CancellationToken cancellation)
    {
        var line = new byte[Math.Min(mostBytes, FirstBytes)];
        var length = 0;
        while (length < mostBytes)
        {
            if (length == line.Length)
            {
                Array.Resize(ref line, (int)Math.Min(mostBytes, 2L * length));
            }

            var read = await socket.ReceiveAsync(line.AsMemory(length), cancellation);
            if (read == 0)
            {
                return null;
            }

            var end = line.AsSpan(length, read).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Encoding.UTF8.GetString(line, 0, length + end).TrimEnd('\r');
            }

            length += read;
        }

        return null;
    }

    /// <summary>Writes a line.</summary>
    public static async Task WriteAsync(Socket socket, string line, CancellationToken cancellation)
    {
        var rest = Encoding.UTF8.GetBytes(line + "\n").AsMemory();
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, cancellation)..];
        }
    }
}
