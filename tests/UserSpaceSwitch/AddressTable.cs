using System.Buffers.Binary;

namespace Murmuration.UserSpaceSwitch;

/// <summary>Which port a hardware address was last seen at.</summary>
internal sealed class AddressTable
{
    /// <summary>Far more than the hosts of a test; a sender that makes addresses up takes no more memory.</summary>
    public const int Capacity = 1024;

    /// <summary>Destination and source address and the type of the payload.</summary>
    public const int HeaderLength = 14;

    private const int AddressLength = 6;
    private const ulong GroupBit = 1UL << 40;

    private readonly Dictionary<ulong, int> _ports = [];

    /// <summary>Addresses known at present.</summary>
    public int Count => _ports.Count;

    /// <summary>Remembers where the sender of a frame is. A full table begins anew: flooding does no harm.</summary>
    public void Learn(ReadOnlySpan<byte> frame, int port)
    {
        var source = Address(frame[AddressLength..]);
        if ((source & GroupBit) != 0)
        {
            return;
        }

        if (_ports.Count >= Capacity && !_ports.ContainsKey(source))
        {
            _ports.Clear();
        }

        _ports[source] = port;
    }

    /// <summary>The port that a frame is for, or null when it is for everybody or for an unknown address.</summary>
    public int? Find(ReadOnlySpan<byte> frame) => _ports.TryGetValue(Address(frame), out var port) ? port : null;

    private static ulong Address(ReadOnlySpan<byte> bytes) =>
        ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
}
