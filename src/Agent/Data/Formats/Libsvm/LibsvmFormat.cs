using System.Text;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Rows;
using Murmuration.Kernels.Devices;

namespace Murmuration.Agent.Data.Formats.Libsvm;

/// <summary>
/// The sparse text of libsvm and svmlight: a label and the inputs that are not zero. A row takes the memory of all its
/// inputs here.
/// </summary>
internal sealed class LibsvmFormat : IDataFormat
{
    public DataFormat Kind => DataFormat.Libsvm;

    /// <summary>By its first lines: labels and pairs, and at least one pair.</summary>
    public bool Recognizes(DataSource source)
    {
        if (!source.IsText)
        {
            return false;
        }

        var pairs = 0;
        return Array.TrueForAll(source.Lines(), line => IsLine(Encoding.UTF8.GetBytes(line), ref pairs)) && pairs > 0;
    }

    public LoadedSets Load(DataReading reading)
    {
        var options = reading.Options;
        reading.RequireNoColumns("libsvm");
        if (options.TrainLabels is not null || options.TestLabels is not null)
        {
            throw new DataException("data.trainLabels and data.testLabels: libsvm files hold their labels themselves");
        }

        var limit = reading.TrainLimit(options.Test is not null);
        var inputCount = options.Inputs ?? Math.Max(
            FindLargestIndex(reading, options.Train!, limit),
            options.Test is null ? 0 : FindLargestIndex(reading, options.Test, reading.TestLimit));
        if (inputCount == 0)
        {
            throw new DataException($"{reading.Resolve(options.Train!)}: all rows are empty; give data.inputs");
        }

        using var train = Read(reading, options.Train!, inputCount, limit);
        using var test = options.Test is null ? null : Read(reading, options.Test, inputCount, reading.TestLimit);
        var (trainSet, testSet) = new SetMaker(options, inputNames: []).Make(train, test);
        return new LoadedSets(trainSet, testSet)
        {
            Scale = DataScale.None,
            Dialect = options.Inputs is null
                ? $"libsvm, largest index {inputCount}"
                : $"libsvm, {inputCount} inputs as data.inputs says",
        };
    }

    public (InputStore Rows, ImageShape? Image) LoadInputs(DataReading reading, int inputCount)
    {
        using var rows = Read(reading, reading.Options.Train!, inputCount, reading.Limit);
        return (rows.TakeInputs(), null);
    }

    private static int FindLargestIndex(DataReading reading, string file, int limit)
    {
        var path = reading.Resolve(file);
        return reading.Read(path, stream => new LibsvmReader(path, stream).FindLargestIndex(limit));
    }

    private static RawSet Read(DataReading reading, string file, int inputCount, int limit)
    {
        var path = reading.Resolve(file);
        var rows = new RawSet(reading.Collect(inputCount, path), [new TargetColumn(path, "line", "label")]);
        try
        {
            return reading.Read(path, stream =>
            {
                new LibsvmReader(path, stream).Read(rows, inputCount, limit);
                return rows;
            });
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private static bool IsLine(byte[] text, ref int pairs)
    {
        var line = new LibsvmLine(text);
        if (!line.Label.IsEmpty && !LibsvmLine.TryParse(line.Label, out _))
        {
            return false;
        }

        for (var pair = line.Next(); !pair.IsEmpty; pair = line.Next())
        {
            if (!LibsvmLine.TryParse(pair, out _, out _))
            {
                return false;
            }

            pairs++;
        }

        return true;
    }
}
