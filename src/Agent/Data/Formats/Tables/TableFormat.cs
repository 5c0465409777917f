using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>Tables of text: a row on each line, with a separator between its fields.</summary>
/// <param name="kind">CSV, whose separator is found by itself, or TSV.</param>
internal sealed class TableFormat(DataFormat kind) : ITableFormat
{
    public DataFormat Kind => kind;

    public bool Recognizes(DataSource source) => source.IsText && (kind == DataFormat.Csv || IsTsv(source.Name));

    public LoadedSets Load(DataReading reading)
    {
        var options = reading.Options;
        var train = Open(reading, options.Train!, options.TrainLabels);
        return TableLoader.Load(
            reading, train, options.Test is null ? null : Open(reading, options.Test, options.TestLabels));
    }

    public (InputStore Rows, ImageShape? Image) LoadInputs(DataReading reading, int inputCount) =>
        (TableLoader.LoadInputs(reading, TableFile.Open(reading.Options.Train!, reading), inputCount), null);

    public (ITableSource Inputs, ITableSource Targets) Open(DataReading reading) =>
        Open(reading, reading.Options.Train!, reading.Options.TrainLabels);

    private static (ITableSource Inputs, ITableSource Targets) Open(
        DataReading reading, string inputs, string? targets)
    {
        var table = TableFile.Open(inputs, reading);
        return (table, targets is null ? table : TableFile.Open(targets, reading));
    }

    private static bool IsTsv(string name) =>
        name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".tsv.gz", StringComparison.OrdinalIgnoreCase);
}
