using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats;
using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data;

/// <summary>
/// Rows that exceed the memory, kept in the folder <c>data.cache</c> as long as the files they come from stay as they
/// are: a second start, and other agents of the same machine, need not read those again. Files get their names when
/// they are finished; whoever finds a good one uses it.
/// </summary>
internal sealed class KeptRows
{
    private readonly DataReading _reading;
    private readonly string _key;

    private KeptRows(DataReading reading)
    {
        _reading = reading;
        var meaning = reading.Options with
        {
            Memory = null,
            Cache = null,
            Partition = null,
            Scale = DataScale.Auto,
            StandardizeTargets = true,
            TestFraction = new DataOptions().TestFraction,
            Train = reading.Resolve(reading.Options.Train!),
            Test = Resolved(reading.Options.Test),
            TrainLabels = Resolved(reading.Options.TrainLabels),
            TestLabels = Resolved(reading.Options.TestLabels),
        };
        var text = RunFile.ToJson(new RunOptions { Data = meaning });
        _key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

        string? Resolved(string? path) => path is null ? null : reading.Resolve(path);
    }

    /// <summary>The rows kept for a load; null where it names no folder for them.</summary>
    public static KeptRows? For(DataReading reading) => reading.Options.Cache is null ? null : new KeptRows(reading);

    /// <summary>What an earlier load has kept; null where there is nothing, or its sources have changed.</summary>
    public LoadedSets? TryOpen()
    {
        var train = RowFile.TryOpen<KeptSet>(PathOf("train"));
        if (train is not { } found || found.Notes.Key != _key || !found.Notes.Sources.All(source => source.IsUnchanged))
        {
            return null;
        }

        var test = found.Notes.HasTest ? RowFile.TryOpen<KeptSet>(PathOf("test")) : null;
        return found.Notes.HasTest && test?.Notes.Key != _key ? null : ToSets(found, test);
    }

    /// <summary>Keeps the rows that a load has put on the disk; where that fails, they serve this start only.</summary>
    public LoadedSets Keep(LoadedSets sets)
    {
        var rows = (sets.Train.InputStore as FileInputs)?.Unchanged;
        if (rows is null || !_reading.Room.IsToKeep(rows.File) || _reading.Sources.Count == 0)
        {
            return sets;
        }

        try
        {
            ScratchFile.RemoveAbandoned(_reading.Room.Folder, TimeProvider.System);
            if (sets.Test is { IsStreamed: false } test)
            {
                Write(test, sets);
            }

            Seal(rows.File, sets.Train, sets, PathOf("train"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ScratchFile.Fault(_reading.Room.Folder, error);
        }

        return TryOpen() ?? throw new DataException($"{_reading.Room.Folder}: rows that were just written are damaged");
    }

    private string PathOf(string part) => Path.Combine(_reading.Room.Folder, $"{_key}-{part}.rows");

    private void Write(Dataset test, LoadedSets sets)
    {
        var file = ScratchFile.CreateNamed(_reading.Room.Folder);
        file.Position = RowFile.Start;
        file.Write(MemoryMarshal.AsBytes(test.Inputs));
        Seal(file, test, sets, PathOf("test"));
    }

    private void Seal(FileStream file, Dataset set, LoadedSets sets, string path)
    {
        var targets = set.IsClassification ? MemoryMarshal.Cast<int, float>(set.Labels) : set.Targets;
        RowFile.Seal(file, (set.InputCount, set.Count), targets, KeptSet.Of(set, sets, _key, _reading.Sources));
        file.Dispose();
        File.Move(file.Name, path, overwrite: true);
    }

    private LoadedSets ToSets(
        (FileRows Rows, float[] Targets, KeptSet Notes) train, (FileRows Rows, float[] Targets, KeptSet Notes)? test) =>
        new(FitsMemory(train.Rows) ? InMemory(train) : train.Notes.ToDataset(train.Rows, train.Targets),
            test is not { } found ? null : InMemory(found))
        {
            Scale = train.Notes.Scale,
            Dialect = train.Notes.Dialect,
            Dropped = train.Notes.Dropped,
        };

    /// <summary>The limit may be another than when they were kept.</summary>
    private bool FitsMemory(FileRows rows)
    {
        var numbers = (long)rows.Count * rows.Width;
        return numbers <= Array.MaxLength && numbers * sizeof(float) <= _reading.Room.Left;
    }

    private static Dataset InMemory((FileRows Rows, float[] Targets, KeptSet Notes) test)
    {
        var set = test.Notes.ToDataset(test.Rows, test.Targets);
        return set.Load(set.AllRows());
    }
}
