using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Murmuration.Agent.Checkpoints;

/// <summary>Reads and writes float32 tensors in the safetensors format.</summary>
/// <remarks>A file is written beside its place and renamed, so that no reader ever sees half of one.</remarks>
internal static class SafeTensors
{
    /// <summary>
    /// Writes the tensors, one behind the other, straight from their memory; returns the SHA-256 of the file in
    /// hexadecimal.
    /// </summary>
    public static string Write(
        string path,
        IReadOnlyList<NamedTensor> tensors,
        ReadOnlySpan<float> values,
        IReadOnlyDictionary<string, string> metadata)
    {
        var header = SafeTensorsHeader.Format(tensors, metadata);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var hash = SHA256.Create();
        using (var file = new FileStream(
            path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        using (var hashing = new CryptoStream(file, hash, CryptoStreamMode.Write))
        {
            SafeTensorsHeader.Write(hashing, header);
            LittleEndian.Write(hashing, values);
        }

        File.Move(path + ".part", path, overwrite: true);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>Reads all tensors of a file as one vector in the order of their byte ranges.</summary>
    /// <exception cref="CheckpointException">
    /// The file is missing, torn or of another kind; the message says which.
    /// </exception>
    public static TensorFile Read(string path)
    {
        const int prefix = SafeTensorsHeader.PrefixBytes;
        var bytes = ReadBytes(path);
        if (bytes.Length < prefix)
        {
            throw new CheckpointException($"{path}: {bytes.Length} bytes are too few for a safetensors file");
        }

        var headerLength = SafeTensorsHeader.CheckLength(
            path, BinaryPrimitives.ReadInt64LittleEndian(bytes), bytes.Length);
        var header = SafeTensorsHeader.Parse(path, bytes.AsSpan(prefix, headerLength));
        return ReadTensors(path, header, bytes.AsSpan(prefix + headerLength));
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path}: cannot read the weights: {e.Message}", e);
        }
    }

    private static TensorFile ReadTensors(string path, SafeTensorsHeader header, ReadOnlySpan<byte> data)
    {
        header.RequireFit(data.Length);
        foreach (var (name, tensor) in header.Tensors)
        {
            if (!tensor.Holds(TensorType.F32))
            {
                throw new CheckpointException(
                    $"{path}: tensor '{name}' is {tensor.Dtype} of {tensor.End - tensor.Start} bytes; "
                    + "only F32 that fills its bytes is read");
            }
        }

        var named = header.Tensors.Select(tensor => new NamedTensor(tensor.Key, tensor.Value.Shape));
        return new TensorFile([.. named], ReadValues(data), header.Metadata);
    }

    private static float[] ReadValues(ReadOnlySpan<byte> data)
    {
        var values = new float[data.Length / sizeof(float)];
        var words = MemoryMarshal.Cast<float, int>(values.AsSpan());
        data.CopyTo(MemoryMarshal.AsBytes(words));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return values;
    }
}
