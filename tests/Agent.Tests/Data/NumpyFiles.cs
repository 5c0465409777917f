using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Murmuration.Agent.Tests.Data;

/// <summary>NPY and NPZ files byte by byte, as NumPy's format page describes them.</summary>
internal static class NumpyFiles
{
    /// <summary>An array.</summary>
    /// <param name="elements">Its elements, one after the other.</param>
    /// <param name="shape">Python's text of the shape, such as "(2, 3)".</param>
    /// <param name="type">NumPy's name of the type.</param>
    /// <param name="order">Python's text for whether the order is Fortran's.</param>
    /// <param name="version">Of the format: 1, 2 or 3.</param>
    public static byte[] Npy<T>(
        T[] elements, string shape, string type = "<f4", string order = "False", byte version = 1)
        where T : unmanaged =>
        [
            .. Header($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}", version),
            .. MemoryMarshal.AsBytes(elements.AsSpan()),
        ];

    /// <summary>
    /// Magic, version, length and a header's text, blanks up to a multiple of 64 bytes and an end of line.
    /// </summary>
    public static byte[] Header(string text, byte version = 1)
    {
        var before = version == 1 ? 10 : 12;
        var padded = text.PadRight(((before + text.Length + 64) / 64 * 64) - before - 1) + "\n";
        var bytes = Encoding.UTF8.GetBytes(padded);
        byte[] length = version == 1
            ? BitConverter.GetBytes((ushort)bytes.Length)
            : BitConverter.GetBytes((uint)bytes.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. bytes];
    }

    /// <summary>Named arrays in one file.</summary>
    public static byte[] Npz(params (string Name, byte[] Npy)[] arrays)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, npy) in arrays)
            {
                using var entry = archive.CreateEntry($"{name}.npy").Open();
                entry.Write(npy);
            }
        }

        return bytes.ToArray();
    }
}
