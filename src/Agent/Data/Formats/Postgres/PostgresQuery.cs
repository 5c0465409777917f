using System.Data;
using System.Net.Sockets;
using System.Security.Cryptography;
using Murmuration.Agent.Data.Formats.Tables;
using Npgsql;

namespace Murmuration.Agent.Data.Formats.Postgres;

/// <summary>The answer to a query as a table; its rows are read as they come, however many they are.</summary>
internal sealed class PostgresQuery : ITableSource
{
    private readonly NpgsqlConnectionStringBuilder _address;
    private readonly string _query;
    private readonly LoadMeter _meter;

    /// <summary>Asks the server which columns the answer will have.</summary>
    /// <exception cref="DataException">The server cannot be reached, or refuses the query.</exception>
    public PostgresQuery(NpgsqlConnectionStringBuilder address, string query, LoadMeter meter)
    {
        (_address, _query, _meter) = (address, query, meter);
        ColumnNames = Run(CommandBehavior.SchemaOnly, reader =>
            (IReadOnlyList<string>)[.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        if (ColumnNames.Count == 0)
        {
            throw new DataException($"{Name}: the query answers no columns; write select … from …");
        }
    }

    public string Name => PostgresAddress.NameOf(_address);

    public string Unit => "row";

    public string Dialect => $"PostgreSQL, a query with {ColumnNames.Count} columns";

    public bool HasNames => true;

    public IReadOnlyList<string> ColumnNames { get; }

    public T Read<T>(Func<ITableRecords, T> read)
    {
        _meter.Begin(Name, bytesTotal: 0);
        return Run(CommandBehavior.SingleResult, reader => read(new PostgresRecords(reader, Name)));
    }

    private T Run<T>(CommandBehavior behavior, Func<NpgsqlDataReader, T> read)
    {
        try
        {
            using var connection = new NpgsqlConnection(_address.ConnectionString);
            Open(connection);
            ForbidChanges(connection);
            using var command = new NpgsqlCommand(_query, connection);
            using var reader = command.ExecuteReader(behavior);
            return read(reader);
        }
        catch (PostgresException error)
        {
            var place = error.Position > 0 ? $" (at character {error.Position} of the query)" : "";
            throw new DataException($"{Name}: the server says: {error.MessageText}{place}", error);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException)
        {
            var reason = (error.InnerException ?? error).Message.Split('\n')[0];
            throw new DataException($"{Name}: {reason}", error);
        }
    }

    /// <summary>Unknown hosts and unusable certificates come as they are.</summary>
    private void Open(NpgsqlConnection connection)
    {
        try
        {
            connection.Open();
        }
        catch (Exception error) when (error is SocketException or CryptographicException or ArgumentException)
        {
            throw new DataException($"{Name}: {error.Message.Split('\n')[0]}", error);
        }
    }

    /// <summary>A query that reads data must not write it by mistake.</summary>
    private static void ForbidChanges(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("set default_transaction_read_only = on", connection);
        command.ExecuteNonQuery();
    }
}
