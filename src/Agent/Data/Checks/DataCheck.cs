using System.Text.Json.Nodes;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats;

namespace Murmuration.Agent.Data.Checks;

/// <summary>Finds out what a source holds, whether it can be used, and what a run file should say of it.</summary>
internal sealed class DataCheck(string baseDirectory, long seed, LoadSettings settings)
{
    private const int HugeImbalance = 20;

    /// <summary>Checks a source.</summary>
    /// <param name="options">How it is to be read.</param>
    /// <param name="describeModel">Makes the model of a run file on the data; null without a run file.</param>
    /// <exception cref="DataException">Nothing at all can be said of it.</exception>
    public CheckResult Run(DataOptions options, Func<DatasetPair, string>? describeModel = null)
    {
        var (kind, path, table) = Look(options);
        var pair = TryLoad(options, out var problem);
        var proposed = table?.Complete() ?? options;
        var fitting = pair ?? (proposed == options ? null : TryLoad(proposed, out _));
        var result = new CheckResult
        {
            Source = options.Train ?? "generated",
            Problem = problem,
            Format = kind,
            Dialect = fitting?.Dialect ?? table?.Dialect ?? "",
            Bytes = File.Exists(path) ? new FileInfo(path).Length : null,
            Warnings = [.. table?.Warnings() ?? [], .. QueryWarnings(options)],
            Columns = [.. table?.Columns() ?? []],
            ColumnCount = table?.ColumnCount ?? 0,
            Model = pair is null ? null : describeModel?.Invoke(pair),
        };
        if (fitting is null)
        {
            return result;
        }

        var complete = Complete(proposed, fitting.Train, table, isSparse: kind == "libsvm");
        return Describe(result, fitting) with { RunFile = Snippet(complete) };
    }

    private (string Kind, string? Path, TableCheck? Table) Look(DataOptions options)
    {
        DataOptionsCheck.Require(options);
        if (options.Train is null)
        {
            return ("generated", null, null);
        }

        var reading = new DataReading(options, baseDirectory, settings);
        var format = DataFormats.Of(reading);
        var tables = (format as ITableFormat)?.Open(reading);
        var check = tables is { } found ? new TableCheck(options, found.Inputs, found.Targets) : null;
        return (DataFormats.NameOf(format), reading.Resolve(options.Train), check);
    }

    private DatasetPair? TryLoad(DataOptions options, out string? problem)
    {
        try
        {
            problem = null;
            return DataLoader.Load(options, baseDirectory, seed, settings);
        }
        catch (DataException error)
        {
            problem = error.Message;
            return null;
        }
    }

    private static CheckResult Describe(CheckResult result, DatasetPair pair)
    {
        var (train, test) = (pair.Train, pair.Test);
        var statistics = FeatureStatistics.Of(train).Merge(FeatureStatistics.Of(test));
        var counts = train.CountLabels().Zip(test.CountLabels(), (one, other) => (long)one + other).ToArray();
        return result with
        {
            TrainingRows = train.Count,
            TestRows = test.Count,
            Dropped = pair.Dropped,
            Inputs = train.InputCount,
            Image = train.Image?.ToString(),
            Task = train.IsClassification ? "classification" : "regression",
            MemoryBytes = ((long)train.Count + test.Count) * train.InputCount * sizeof(float),
            OnDisk = train.IsStreamed,
            Columns = result.Columns.Count > 0 ? result.Columns : [.. ColumnsOf(train, statistics)],
            ColumnCount = result.Columns.Count > 0 ? result.ColumnCount : statistics.ColumnCount,
            Classes =
            [
                .. train.ClassNames.Take(CheckResult.MostListed)
                    .Zip(counts, (name, rows) => new CheckedClass(name, rows)),
            ],
            ClassCount = train.ClassCount,
            Warnings = [.. result.Warnings, .. Warnings(result, train, statistics, counts)],
        };
    }

    private static IEnumerable<string> QueryWarnings(DataOptions options)
    {
        if (options.Query?.Contains("order by", StringComparison.OrdinalIgnoreCase) is false)
        {
            yield return "a query without 'order by' answers in any order: the same seed then need not give the same "
                + "bits, and agents that share one source out may take the same rows";
        }
    }

    private static IEnumerable<CheckedColumn> ColumnsOf(Dataset set, FeatureStatistics statistics) =>
        Enumerable.Range(0, Math.Min(statistics.ColumnCount, CheckResult.MostListed)).Select(column => new CheckedColumn
        {
            Name = column >= set.InputCount ? $"target {column - set.InputCount}"
                : set.InputNames.Count > 0 ? set.InputNames[column]
                : $"input {column}",
            Role = column < set.InputCount ? "input" : "target",
            Kind = "number",
            Smallest = statistics.Minimum(column),
            Largest = statistics.Maximum(column),
            Mean = statistics.Mean(column),
            Deviation = statistics.Deviation(column),
        });

    private static IEnumerable<string> Warnings(
        CheckResult result, Dataset train, FeatureStatistics statistics, long[] counts)
    {
        if (result.Columns.Count == 0)
        {
            var constant = Enumerable.Range(0, train.InputCount).Count(input => statistics.Deviation(input) == 0);
            if (constant > 0)
            {
                yield return $"{constant:N0} of {train.InputCount:N0} inputs always have the same value";
            }
        }

        var (fewest, most) = (counts.Where(count => count > 0).DefaultIfEmpty().Min(), counts.DefaultIfEmpty().Max());
        if (most >= HugeImbalance * fewest && fewest > 0)
        {
            yield return $"the largest class has {most:N0} rows, the smallest {fewest:N0}: accuracy says little here";
        }

        if (counts.Length > 0 && counts.Any(count => count == 0))
        {
            yield return $"{counts.Count(count => count == 0):N0} of {counts.Length:N0} classes have no row here";
        }

        if (train.IsStreamed)
        {
            yield return "the rows exceed data.memory and stay on the disk: training needs algorithm.minibatch";
        }
    }

    /// <summary>What every agent's run file should say alike, whatever classes its own rows show.</summary>
    private static DataOptions Complete(DataOptions options, Dataset train, TableCheck? table, bool isSparse)
    {
        options = isSparse ? options with { Inputs = train.InputCount } : options;
        if (!train.IsClassification || train.ClassCount > ColumnSurvey.MostWords)
        {
            return options;
        }

        if (table?.TargetReference() is not { } target)
        {
            return options with { Classes = options.Classes ?? train.ClassCount };
        }

        var categories = new Dictionary<string, IReadOnlyList<string>>(options.Categories, StringComparer.Ordinal);
        categories.TryAdd(target, train.ClassNames);
        return options with { Categories = categories, Classes = null };
    }

    /// <summary>The options that differ from what a run file says without them.</summary>
    private static JsonObject Snippet(DataOptions options)
    {
        var (said, usual) = (Json(options), Json(new DataOptions()));
        foreach (var (key, value) in usual.ToList())
        {
            if (JsonNode.DeepEquals(value, said[key]))
            {
                said.Remove(key);
            }
        }

        return new JsonObject { ["data"] = said };
    }

    private static JsonObject Json(DataOptions options)
    {
        var run = JsonNode.Parse(RunFile.ToJson(new RunOptions { Data = options }))!.AsObject();
        var data = run["data"]!.AsObject();
        run.Remove("data");
        return data;
    }
}
