using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats.Tables;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Numpy;

/// <summary>
/// Arrays of NumPy: inputs and targets in two of them (two NPY files, or one NPZ file with names), or both in the
/// columns of one.
/// </summary>
internal sealed class NumpyFormat : IDataFormat
{
    public DataFormat Kind => DataFormat.Numpy;

    public bool Recognizes(DataSource source) => source.Text.Contains(".npz:", StringComparison.OrdinalIgnoreCase)
        || NpyHeader.IsBeginning(source.Beginning)
        || NpzEntry.IsBeginning(source.Beginning);

    public LoadedSets Load(DataReading reading)
    {
        var sources = new NumpySources(reading);
        var (train, test) = (sources.Train(), sources.Test());
        var header = HeaderOf(train.Inputs);
        if (test is { } given)
        {
            RequireSameColumns(HeaderOf(given.Inputs), header);
        }

        return train.Targets is { } targets
            ? LoadPair(reading, (train.Inputs, targets), test, header)
            : TableLoader.Load(
                reading, TableOf(train.Inputs, reading), test is { } one ? TableOf(one.Inputs, reading) : null);
    }

    public (InputStore Rows, ImageShape? Image) LoadInputs(DataReading reading, int inputCount)
    {
        var source = new NumpySources(reading).TrainInputs();
        var header = HeaderOf(source);
        if (header.Shape.Count <= 2)
        {
            return (TableLoader.LoadInputs(reading, new ArrayTable(source, header, reading), inputCount), null);
        }

        var image = NumpyImage.Of(header);
        using var rows = NumpyReader.ReadInputs(reading, source, image);
        return (rows.TakeInputs(), image.Shape);
    }

    private static LoadedSets LoadPair(
        DataReading reading,
        (INumpySource Inputs, INumpySource Targets) train,
        (INumpySource Inputs, INumpySource? Targets)? test,
        NpyHeader header)
    {
        reading.RequireNoColumns("an array with its targets in another");
        var image = NumpyImage.Of(header);
        using var trainRows = NumpyReader.Read(
            reading, train.Inputs, train.Targets, image, reading.TrainLimit(test is not null));
        using var testRows = test switch
        {
            null => null,
            (var inputs, { } targets) => NumpyReader.Read(reading, inputs, targets, image, reading.TestLimit),
            _ => throw new DataException($"{test.Value.Inputs.Name}: name the array of its targets in data.testLabels"),
        };
        var options = OptionsFor(reading, train.Targets);
        var (trainSet, testSet) = new SetMaker(options, [], image.Shape).Make(trainRows, testRows);
        return new LoadedSets(trainSet, testSet)
        {
            Scale = image.Shape is not { } shape ? DataScale.Standardize
                : header.Type.IsByte && shape.Channels == 1 ? DataScale.Unit
                : DataScale.Channels,
            Dialect = $"NumPy array {header}{(header.IsFortran ? " in Fortran's order" : "")}{image}",
            Dropped = trainRows.Dropped + (testRows?.Dropped ?? 0),
        };
    }

    /// <summary>Targets with one column a class say how many classes there are, whether or not all have rows.</summary>
    private static DataOptions OptionsFor(DataReading reading, INumpySource targets) =>
        NumpyTargets.AreOneHot(targets, reading)
            ? reading.Options with
            {
                Task = DataTask.Classification,
                Classes = reading.Options.Classes ?? HeaderOf(targets).Width,
            }
            : reading.Options;

    private static (ITableSource Inputs, ITableSource Targets) TableOf(INumpySource source, DataReading reading)
    {
        var table = new ArrayTable(source, HeaderOf(source), reading);
        return (table, table);
    }

    private static NpyHeader HeaderOf(INumpySource source) =>
        source.Read(stream => NpyHeader.Read(stream, source.Name));

    private static void RequireSameColumns(NpyHeader test, NpyHeader train)
    {
        if (!test.Shape.Skip(1).SequenceEqual(train.Shape.Skip(1)))
        {
            throw new DataException(
                $"{test.Name}: has rows of another shape than {train.Name}: {test} here, {train} there");
        }
    }
}
