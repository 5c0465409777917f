namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>Where an array is: a file of its own, or one of several in a file.</summary>
internal interface INumpySource
{
    /// <summary>What it is called in errors.</summary>
    string Name { get; }

    /// <summary>The file whose bytes are the array's, unpacked; null where they must be unpacked first.</summary>
    string? PlainPath { get; }

    /// <summary>Runs a reader on the array's bytes, from its header on.</summary>
    /// <exception cref="DataException">They cannot be read.</exception>
    T Read<T>(Func<Stream, T> read);
}
