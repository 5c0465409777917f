using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Murmuration.Agent.Algorithms;

namespace Murmuration.Agent.Checkpoints;

/// <summary>
/// Reads a checkpoint, or says in one line why it must not be used. No length is believed before it agrees with the
/// file's, and nothing else before the checksum does.
/// </summary>
internal sealed class CheckpointReader
{
    private const int BufferBytes = 1 << 16;

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly SafeTensorsHeader _header;

    private CheckpointReader(string path, FileStream stream)
    {
        (_path, _stream) = (path, stream);
        var bytes = ReadHeader();
        RequireBeginning(bytes.AsSpan(SafeTensorsHeader.PrefixBytes));
        _header = SafeTensorsHeader.Parse(path, bytes.AsSpan(SafeTensorsHeader.PrefixBytes));
        _header.RequireFit(stream.Length - bytes.Length);
        RequireChecksum(bytes);
        stream.Position = bytes.Length;
    }

    /// <summary>Reads a file that must belong to the given agent and run.</summary>
    /// <exception cref="CheckpointException">
    /// It is missing, torn, damaged, foreign or of a newer version; the message names the file and the reason.
    /// </exception>
    public static Checkpoint Read(string path, CheckpointIdentity expected)
    {
        try
        {
            using var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
            return new CheckpointReader(path, stream).Read(expected);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private Checkpoint Read(CheckpointIdentity expected)
    {
        RequireVersion();
        if (Identity().DifferenceFrom(expected) is { } difference)
        {
            throw Unusable(difference);
        }

        var (state, bytes) = ReadTensors();
        return new Checkpoint
        {
            Rounds = Rounds(),
            Incarnation = Number<long>("incarnation"),
            IsExact = Text("exact") == "true",
            State = state,
            Statistics = bytes.GetValueOrDefault(CheckpointFormat.Statistics),
            Exchange = bytes.GetValueOrDefault(CheckpointFormat.Exchange),
            Notes = _header.Metadata
                .Where(text => text.Key.StartsWith(CheckpointFormat.NotePrefix, StringComparison.Ordinal))
                .ToDictionary(text => text.Key[CheckpointFormat.NotePrefix.Length..], text => text.Value),
            Path = _path,
        };
    }

    /// <summary>The header with the 8 bytes before it.</summary>
    private byte[] ReadHeader()
    {
        const int prefix = SafeTensorsHeader.PrefixBytes;
        if (_stream.Length < prefix)
        {
            throw Unusable($"the file is cut off after {_stream.Length} bytes");
        }

        Span<byte> length = stackalloc byte[prefix];
        _stream.ReadExactly(length);
        var headerLength = SafeTensorsHeader.CheckLength(
            _path, BinaryPrimitives.ReadInt64LittleEndian(length), _stream.Length);
        var bytes = new byte[prefix + headerLength];
        length.CopyTo(bytes);
        _stream.ReadExactly(bytes, prefix, headerLength);
        return bytes;
    }

    private void RequireBeginning(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith(CheckpointFormat.Beginning)
            || header.Length < CheckpointFormat.ChecksumOffset + CheckpointFormat.ChecksumDigits)
        {
            throw Unusable("this is no checkpoint of this program");
        }
    }

    private void RequireChecksum(byte[] header)
    {
        var place = header.AsSpan(
            SafeTensorsHeader.PrefixBytes + CheckpointFormat.ChecksumOffset, CheckpointFormat.ChecksumDigits);
        var expected = Encoding.ASCII.GetString(place);
        place.Fill((byte)'0');
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        var buffer = new byte[BufferBytes];
        for (int count; (count = _stream.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != expected)
        {
            throw Unusable("the checksum does not agree: the file is damaged");
        }
    }

    private void RequireVersion()
    {
        if (Text("format") != CheckpointFormat.Name)
        {
            throw Unusable("this is no checkpoint of this program");
        }

        var version = Number<int>("version");
        if (version > CheckpointFormat.Version)
        {
            throw Unusable(
                $"it has version {version}, this program reads up to {CheckpointFormat.Version}: use a newer program");
        }
    }

    private CheckpointIdentity Identity() =>
        new(Text("run"), Number<int>("seed"), Text("agent"), Text("topology"), Text("model"));

    private (AlgorithmState State, Dictionary<string, ReadOnlyMemory<byte>> Bytes) ReadTensors()
    {
        var (state, bytes) = (new AlgorithmState(), new Dictionary<string, ReadOnlyMemory<byte>>());
        foreach (var (name, tensor) in _header.Tensors)
        {
            if (NameAfter(CheckpointFormat.NumberPrefix, name) is { } number && tensor.Holds(TensorType.F64))
            {
                state.Set(number, LittleEndian.ReadDouble(_stream));
            }
            else if (NameAfter(CheckpointFormat.VectorPrefix, name) is { } vector && tensor.Holds(TensorType.F32))
            {
                state.Set(vector, ReadFloats(tensor));
            }
            else if (tensor.Holds(TensorType.U8))
            {
                bytes[name] = ReadBytes(tensor);
            }
            else
            {
                throw Unusable($"tensor '{name}' is not what version {CheckpointFormat.Version} asks for");
            }
        }

        return (state, bytes);
    }

    private static string? NameAfter(string prefix, string name) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;

    private float[] ReadFloats(TensorEntry tensor)
    {
        var values = new float[(tensor.End - tensor.Start) / sizeof(float)];
        LittleEndian.Read(_stream, values);
        return values;
    }

    private byte[] ReadBytes(TensorEntry tensor)
    {
        var bytes = new byte[tensor.End - tensor.Start];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    private string Text(string name) =>
        _header.Metadata.TryGetValue(name, out var text) ? text : throw Unusable($"the entry '{name}' is missing");

    private T Number<T>(string name)
        where T : struct, IParsable<T> =>
        T.TryParse(Text(name), CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unusable($"the entry '{name}' is no number");

    private int Rounds() =>
        Number<int>("rounds") is >= 0 and var rounds ? rounds : throw Unusable("the entry 'rounds' is negative");

    private CheckpointException Unusable(string reason) => new($"{_path}: {reason}");
}
