using Murmuration.Agent.Data.Formats.Tables;
using Npgsql;

namespace Murmuration.Agent.Data.Formats.Postgres;

/// <summary>The rows of an answer one after the other; NULL is a missing value, truth is 0 or 1.</summary>
internal sealed class PostgresRecords : ITableRecords
{
    private readonly NpgsqlDataReader _reader;
    private readonly string _name;
    private readonly Type[] _types;

    /// <summary>Begins before the first row.</summary>
    public PostgresRecords(NpgsqlDataReader reader, string name)
    {
        (_reader, _name) = (reader, name);
        _types = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetFieldType)];
    }

    public int Count => _types.Length;

    public long Position { get; private set; }

    public string this[int field] =>
        _reader.IsDBNull(field) ? "null"
        : _types[field] == typeof(string) ? _reader.GetString(field).Trim()
        : FieldText.Normal(Number(field));

    public bool Read()
    {
        Position++;
        return _reader.Read();
    }

    public bool TryGetNumber(int field, out float number)
    {
        number = float.NaN;
        if (_reader.IsDBNull(field))
        {
            return false;
        }

        if (_types[field] != typeof(string))
        {
            number = (float)Number(field);
        }
        else if (FieldText.TryParse(_reader.GetString(field), out var parsed))
        {
            number = (float)parsed;
        }

        return float.IsFinite(number);
    }

    private double Number(int field) => Type.GetTypeCode(_types[field]) switch
    {
        TypeCode.Boolean => _reader.GetBoolean(field) ? 1 : 0,
        TypeCode.Int16 => _reader.GetInt16(field),
        TypeCode.Int32 => _reader.GetInt32(field),
        TypeCode.Int64 => _reader.GetInt64(field),
        TypeCode.Single => _reader.GetFloat(field),
        TypeCode.Double => _reader.GetDouble(field),
        TypeCode.Decimal => Numeric(field),
        _ => throw new DataException(
            $"{_name}: column '{_reader.GetName(field)}' is of type {_reader.GetDataTypeName(field)}, which is no "
            + "number; cast it in the query (a time by extract(epoch from …)), or name it in data.ignore"),
    };

    private double Numeric(int field)
    {
        try
        {
            return _reader.GetDouble(field);
        }
        catch (Exception error) when (error is InvalidCastException or OverflowException)
        {
            throw new DataException(
                $"{_name}: row {Position}, column '{_reader.GetName(field)}': a numeric value is no finite number, or "
                + "has more than 28 digits; cast it to float8 in the query",
                error);
        }
    }
}
