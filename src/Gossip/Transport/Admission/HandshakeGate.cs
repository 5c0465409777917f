using System.Net;
using System.Net.Sockets;

namespace Murmuration.Gossip.Transport.Admission;

/// <summary>
/// Decides, before a byte is read, whether a connection may begin its handshake, so that strangers cannot tire an
/// agent: limits on handshakes at once and per second, of one address and in all. Safe for several threads.
/// </summary>
internal sealed class HandshakeGate(int maxHalfOpen, int share, int perSecond, TimeProvider clock)
{
    /// <summary>Addresses remembered; the one unseen for longest is forgotten first.</summary>
    public const int MaxAddresses = 1024;

    /// <summary>How many addresses may connect at their full rate before the limit in all is met.</summary>
    private const int FullAddresses = 4;

    private readonly TokenBucket _all = new(FullAddresses * perSecond, FullAddresses * perSecond, clock);
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, LinkedListNode<(IPAddress Source, TokenBucket Bucket)>> _buckets = [];
    private readonly LinkedList<(IPAddress Source, TokenBucket Bucket)> _byUse = [];
    private readonly Dictionary<IPAddress, int> _halfOpen = [];
    private int _halfOpenInAll;

    /// <summary>Addresses remembered at present.</summary>
    public int AddressCount => _buckets.Count;

    /// <summary>The gate of an agent. All neighbours may share an address, as in a simulation; still a quarter of the
    /// room is left for others.</summary>
    public static HandshakeGate For(TcpNeighbourhoodOptions options, TimeProvider clock)
    {
        var neighbours = options.Schedule.EverNeighbours(options.AgentIndex).Count;
        var share = Math.Clamp((2 * neighbours) + 8, 1, Math.Max(1, options.MaxHalfOpen * 3 / 4));
        return new(options.MaxHalfOpen, share, options.HandshakesPerSecond ?? ((4 * neighbours) + 16), clock);
    }

    /// <summary>Lets a connection in, or says why not; one that is let in must <see cref="Leave"/>.</summary>
    public string? Enter(IPAddress address)
    {
        var source = SourceOf(address);
        lock (_gate)
        {
            if (!BucketOf(source).TryTake())
            {
                return "too many handshakes from its address";
            }

            var open = _halfOpen.GetValueOrDefault(source);
            if (_halfOpenInAll >= maxHalfOpen || open >= share)
            {
                return "too many handshakes at once";
            }

            if (!_all.TryTake())
            {
                return "too many handshakes in all";
            }

            _halfOpen[source] = open + 1;
            _halfOpenInAll++;
            return null;
        }
    }

    /// <summary>The handshake has ended, well or not.</summary>
    public void Leave(IPAddress address)
    {
        var source = SourceOf(address);
        lock (_gate)
        {
            _halfOpenInAll--;
            if (--_halfOpen[source] == 0)
            {
                _halfOpen.Remove(source);
            }
        }
    }

    /// <summary>A stranger with IPv6 has a whole /64 at hand, which counts as one address.</summary>
    private static IPAddress SourceOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }

    private TokenBucket BucketOf(IPAddress source)
    {
        if (_buckets.TryGetValue(source, out var known))
        {
            _byUse.Remove(known);
            _byUse.AddLast(known);
            return known.Value.Bucket;
        }

        if (_buckets.Count == MaxAddresses)
        {
            _buckets.Remove(_byUse.First!.Value.Source);
            _byUse.RemoveFirst();
        }

        var bucket = new TokenBucket(perSecond, perSecond, clock);
        _buckets[source] = _byUse.AddLast((source, bucket));
        return bucket;
    }
}
