using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats.Tables;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Postgres;

/// <summary>Queries to a PostgreSQL database.</summary>
internal sealed class PostgresFormat : ITableFormat
{
    public DataFormat Kind => DataFormat.Postgresql;

    public bool Recognizes(DataSource source) =>
        source.Options.Query is not null || PostgresAddress.IsUrl(source.Text);

    public LoadedSets Load(DataReading reading) => TableLoader.Load(
        reading, Open(reading), OpenTest(reading) is { } test ? (test, test) : null);

    public (InputStore Rows, ImageShape? Image) LoadInputs(DataReading reading, int inputCount) =>
        (TableLoader.LoadInputs(reading, Open(reading).Inputs, inputCount), null);

    public (ITableSource Inputs, ITableSource Targets) Open(DataReading reading)
    {
        var table = new PostgresQuery(
            PostgresAddress.Parse(reading.Options.Train!, "data.train"),
            reading.Options.Query ?? throw new DataException(
                "data.query: which rows of the database? give a query such as select … from … order by …"),
            reading.Meter);
        return (table, table);
    }

    private static PostgresQuery? OpenTest(DataReading reading)
    {
        var options = reading.Options;
        return options switch
        {
            { TestQuery: { } query, Test: { } test } =>
                new(PostgresAddress.Parse(test, "data.test"), query, reading.Meter),
            { TestQuery: { } query } => new(PostgresAddress.Parse(options.Train!, "data.train"), query, reading.Meter),
            { Test: not null } => throw new DataException("data.testQuery: which rows of data.test? give a query"),
            _ => null,
        };
    }
}
