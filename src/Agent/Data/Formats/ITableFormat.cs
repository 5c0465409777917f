using Murmuration.Agent.Data.Formats.Tables;

namespace Murmuration.Agent.Data.Formats;

/// <summary>A format whose rows are records of columns with names, so that they can be looked at before they are
/// loaded.
/// </summary>
internal interface ITableFormat : IDataFormat
{
    /// <summary>The training rows and their targets, which may be the same table.</summary>
    /// <exception cref="DataException">They cannot be read.</exception>
    (ITableSource Inputs, ITableSource Targets) Open(DataReading reading);
}
