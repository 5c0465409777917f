using System.Buffers.Binary;
using Murmuration.UserSpaceSwitch;

namespace Murmuration.Simulation.Tests.Lan;

/// <summary>A switch under virtual time whose ports note what they are given.</summary>
internal sealed class TestLan
{
    public const byte Everybody = 0xFF;

    private readonly List<(int Port, byte[] Frame, TimeSpan At)> _delivered = [];
    private TimeSpan _now;

    public TestLan(int ports, LineQuality quality)
    {
        Switch = new Switch([.. Enumerable.Range(0, ports).Select(k => new Port(
            $"p{k}", quality, seed: 17 + k, frame => Note(k, frame)))]);
        Console = new SwitchConsole(Switch);
    }

    /// <summary>A line that does nothing to frames.</summary>
    public static LineQuality Perfect { get; } = new(TimeSpan.Zero, Loss: 0, BitsPerSecond: null, QueueBytes: 0);

    public Switch Switch { get; }

    public SwitchConsole Console { get; }

    /// <summary>A frame from host to host; host k has an address that ends in k.</summary>
    public static byte[] Frame(byte from, byte to, int length = 60)
    {
        var frame = new byte[length];
        frame.AsSpan(0, 5).Fill(to == Everybody ? Everybody : (byte)0);
        (frame[5], frame[11]) = (to, from);
        return frame;
    }

    /// <summary>A frame from a made-up address.</summary>
    public static byte[] FrameFrom(int address)
    {
        var frame = Frame(0, Everybody);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(8), address);
        return frame;
    }

    /// <summary>The host at a port sends a frame, which runs to its end: at which ports, and when after now.</summary>
    public IReadOnlyList<(int Port, TimeSpan After)> Send(int port, byte[] frame)
    {
        _delivered.Clear();
        var begin = _now;
        Switch.Receive(port, frame, _now);
        while (Switch.NextDue is { } due)
        {
            _now = due;
            Switch.Advance(due);
        }

        return [.. _delivered.Select(note => (note.Port, note.At - begin))];
    }

    private bool Note(int port, byte[] frame)
    {
        _delivered.Add((port, frame, _now));
        return true;
    }
}
