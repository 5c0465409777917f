using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats.Cifar;
using Murmuration.Agent.Data.Formats.Idx;
using Murmuration.Agent.Data.Formats.Libsvm;
using Murmuration.Agent.Data.Formats.Numpy;
using Murmuration.Agent.Data.Formats.Postgres;
using Murmuration.Agent.Data.Formats.Tables;

namespace Murmuration.Agent.Data.Formats;

/// <summary>The catalog of data formats.</summary>
internal static class DataFormats
{
    /// <summary>All of them, in the order in which they are asked whether they know a source.</summary>
    public static IReadOnlyList<IDataFormat> All { get; } =
    [
        new PostgresFormat(),
        new CifarFormat(),
        new NumpyFormat(),
        new IdxFormat(),
        new LibsvmFormat(),
        new TableFormat(DataFormat.Tsv),
        new TableFormat(DataFormat.Csv),
    ];

    /// <summary>The format of the training data: the one that the options name, or the first that knows it.</summary>
    /// <exception cref="DataException">No format knows it.</exception>
    public static IDataFormat Of(DataReading reading)
    {
        var named = All.FirstOrDefault(format => format.Kind == reading.Options.Format);
        if (named is not null)
        {
            return named;
        }

        var source = new DataSource(reading);
        return All.FirstOrDefault(format => format.Recognizes(source)) ?? throw new DataException(
            $"{source.Path}: is not a table of text, nor in another format that is known by its first bytes; "
            + $"data.format may be {string.Join(", ", All.Select(NameOf))}");
    }

    /// <summary>Its name in run files.</summary>
    public static string NameOf(IDataFormat format) => format.Kind.ToString().ToLowerInvariant();
}
