using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Murmuration.Gossip.Transport.Polling;

/// <summary>
/// Waits for sockets of an agent on a thread of its own, and lets readers go on there. In the runtime's way one thread
/// wakes another for every piece of a message, and on local sockets what a neighbour reads wakes its sender, too: that
/// takes more than all the rest of a round of small messages, and half the time of one of a megabyte.
/// </summary>
internal sealed partial class SocketPoll
{
    private const short Readable = 1;
    private const short Writable = 4;

    /// <summary>EFD_CLOEXEC and EFD_NONBLOCK.</summary>
    private const int BellFlags = 0x80800;

    /// <summary>Looks before it sleeps.</summary>
    private const int Patience = 20;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(1);
    private readonly Lock _gate = new();
    private readonly List<PolledStream> _streams = [];
    private readonly List<PolledStream> _polled = [];
    private Thread? _thread;
    private Entry[] _entries = new Entry[8];
    private int _bell = -1;
    private bool _isRung;
    private bool _isClosed;

    /// <summary>Guards what is waited for.</summary>
    public Lock Gate => _gate;

    /// <summary>So many sockets are waited for at present, or will be.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _streams.Count;
            }
        }
    }

    /// <summary>A wait has begun or a stream has ended; called under the lock.</summary>
    /// <exception cref="IOException">The system has no more descriptors.</exception>
    public void Change()
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_thread is null)
        {
            Start();
        }
        else if (Thread.CurrentThread != _thread && !_isRung)
        {
            _isRung = true;
            long one = 1;
            _ = Write(_bell, ref one, sizeof(long));
        }
    }

    /// <summary>Takes a stream in; called under the lock.</summary>
    public void Add(PolledStream stream) => _streams.Add(stream);

    /// <summary>A stream has ended; called under the lock.</summary>
    public void Remove(PolledStream stream)
    {
        if (_streams.Remove(stream) && _thread is not null && !_isClosed)
        {
            // Its descriptor may be looked at just now, which keeps the connection open.
            Change();
        }
    }

    /// <summary>Ends the thread, which may be the caller's.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_thread is not null && !_isClosed)
            {
                Change();
            }

            _isClosed = true;
        }
    }

    private void Start()
    {
        _bell = MakeBell(0, BellFlags);
        if (_bell < 0)
        {
            throw new IOException($"no way to wait: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var thread = new Thread(Run) { IsBackground = true, Name = "links" };
        try
        {
            thread.Start();
        }
        catch (Exception none) when (none is OutOfMemoryException or ThreadStartException)
        {
            _ = CloseBell(_bell);
            throw new IOException($"no thread to wait on: {none.Message}", none);
        }

        _thread = thread;
    }

    private void Run()
    {
        while (TryPrepare(out var count))
        {
            if (!IsAnyReady(count))
            {
                continue;
            }

            for (var k = 1; k < count; k++)
            {
                if (_entries[k].Found != 0)
                {
                    _polled[k - 1].Go();
                }
            }
        }

        _ = CloseBell(_bell);
    }

    /// <summary>Gives way to others some times before it sleeps: most answers come soon, and that is cheaper than to be
    /// woken. Where others compute, to be woken is quicker than to wait for a turn.</summary>
    private bool IsAnyReady(int count)
    {
        for (var time = 0; time < Patience; time++)
        {
            if (Wait(_entries, (nuint)count, 0) > 0)
            {
                return true;
            }

            var before = Stopwatch.GetTimestamp();
            Thread.Yield();
            if (Stopwatch.GetElapsedTime(before) > LongestTurn)
            {
                break;
            }
        }

        return Wait(_entries, (nuint)count, -1) > 0;
    }

    /// <summary>Notes what is waited for; false when there is nothing more to do.</summary>
    private bool TryPrepare(out int count)
    {
        lock (_gate)
        {
            if (_isRung)
            {
                _isRung = false;
                long rung = 0;
                _ = Read(_bell, ref rung, sizeof(long));
            }

            if (_entries.Length <= _streams.Count)
            {
                Array.Resize(ref _entries, 2 * _streams.Count);
            }

            _polled.Clear();
            _entries[0] = new() { Descriptor = _bell, Wanted = Readable };
            foreach (var stream in _streams)
            {
                if (stream.IsWaiting)
                {
                    _polled.Add(stream);
                    _entries[_polled.Count] = new()
                    {
                        Descriptor = stream.Descriptor,
                        Wanted = (short)((stream.Reading.IsWaiting ? Readable : 0)
                            | (stream.Writing.IsWaiting ? Writable : 0)),
                    };
                }
            }

            count = _polled.Count + 1;
            return !_isClosed;
        }
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Wait([In, Out] Entry[] entries, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int MakeBell(uint count, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, ref long value, nuint length);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, ref long value, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseBell(int descriptor);

    private struct Entry
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
