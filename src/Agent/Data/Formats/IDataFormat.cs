using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats;

/// <summary>A format of data. A new one is a class of its own, and a line in <see cref="DataFormats"/>.</summary>
internal interface IDataFormat
{
    /// <summary>Its name in run files.</summary>
    DataFormat Kind { get; }

    /// <summary>Whether a source is in this format; asked in the order of the catalog.</summary>
    bool Recognizes(DataSource source);

    /// <summary>Reads the training rows, and the test rows or null where none are given.</summary>
    /// <exception cref="DataException">They cannot be used; the message names the place.</exception>
    LoadedSets Load(DataReading reading);

    /// <summary>
    /// Reads the inputs of the training rows for a model that takes so many; targets may be missing, and are passed
    /// over. At most <c>data.limit</c> rows.
    /// </summary>
    /// <returns>The rows, and the shape of their images where they are some.</returns>
    /// <exception cref="DataException">They cannot be used; the message names the place.</exception>
    (InputStore Rows, ImageShape? Image) LoadInputs(DataReading reading, int inputCount);
}
