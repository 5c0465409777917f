using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Murmuration.UserSpaceSwitch;

/// <summary>A virtual network interface inside a namespace whose frames this process reads and writes.</summary>
/// <remarks>It lives as long as the process: a thread that waits for its frames cannot be called back.</remarks>
internal sealed class TapDevice
{
    private const string Clone = "/dev/net/tun";
    private const int NameLength = 16; // IFNAMSIZ, with the zero at the end
    private const int RequestLength = 40; // struct ifreq
    private const ushort Flags = 0x0002 | 0x1000; // IFF_TAP | IFF_NO_PI
    private const uint SetInterface = 0x4004_54CA; // TUNSETIFF
    private const int LargestFrame = 65_536;

    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = new byte[LargestFrame];

    private TapDevice(SafeFileHandle handle) => _handle = handle;

    /// <summary>Makes an interface in a namespace; it vanishes with this process.</summary>
    /// <param name="space">Name of the namespace.</param>
    /// <param name="name">Name of the interface there, at most 15 bytes.</param>
    public static TapDevice Create(string space, string name) =>
        NetworkNamespace.Run(space, () => new TapDevice(Open(space, name)));

    /// <summary>Waits for a frame that the namespace sends.</summary>
    /// <exception cref="IOException">The interface is gone.</exception>
    public byte[] Read()
    {
        while (true)
        {
            var length = Native.Read(_handle, _buffer, LargestFrame);
            if (length >= 0)
            {
                return _buffer[..(int)length];
            }

            if (!Native.WasInterrupted)
            {
                throw new IOException(Native.LastError());
            }
        }
    }

    /// <summary>Gives a frame to the namespace; false when the interface is down there.</summary>
    public bool TryWrite(byte[] frame)
    {
        nint written;
        do
        {
            written = Native.Write(_handle, frame, (nuint)frame.Length);
        }
        while (written < 0 && Native.WasInterrupted);
        return written == frame.Length;
    }

    private static SafeFileHandle Open(string space, string name)
    {
        var handle = File.OpenHandle(Clone, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Native.Control(handle, SetInterface, Request(name)) == 0)
        {
            return handle;
        }

        var reason = Native.LastError();
        handle.Dispose();
        throw new SwitchException($"cannot make the interface {name} in the namespace {space}: {reason}");
    }

    private static Span<byte> Request(string name)
    {
        var request = new byte[RequestLength];
        if (Encoding.UTF8.GetByteCount(name) >= NameLength)
        {
            throw new SwitchException($"the interface name {name} is too long: {NameLength - 1} bytes at most");
        }

        Encoding.UTF8.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(NameLength), Flags);
        return request;
    }
}
