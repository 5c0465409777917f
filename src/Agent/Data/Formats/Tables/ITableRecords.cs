namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>The records of a table one after the other, whatever they come from.</summary>
internal interface ITableRecords
{
    /// <summary>Number of fields in this record.</summary>
    int Count { get; }

    /// <summary>Place of this record in its source, from 1 on.</summary>
    long Position { get; }

    /// <summary>
    /// Text of a field, without quotes and blanks around it; one of the missing marks where it is empty.
    /// </summary>
    string this[int field] { get; }

    /// <summary>Goes to the next record; false after the last.</summary>
    /// <exception cref="DataException">The source is damaged.</exception>
    bool Read();

    /// <summary>The number in a field; false where there is none, or none that is finite.</summary>
    bool TryGetNumber(int field, out float number);
}
