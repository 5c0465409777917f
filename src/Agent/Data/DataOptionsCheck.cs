using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data.Formats;
using Murmuration.Agent.Data.Rows;

namespace Murmuration.Agent.Data;

/// <summary>Refuses options that contradict each other or lie out of range, and names the option.</summary>
internal static class DataOptionsCheck
{
    /// <summary>Throws <see cref="DataException"/> for the first fault.</summary>
    public static void Require(DataOptions options)
    {
        Require(options.Generated is null || options.Train is null, "data.generated and data.train exclude each other");
        Require(
            options.Train is not null || options is { Test: null, TrainLabels: null, TestLabels: null },
            "data.test, data.trainLabels and data.testLabels need data.train");
        Require(
            options.Train is not null || options is { Query: null, TestQuery: null },
            "data.query and data.testQuery need data.train, the address of the database");
        Require(options.Query is not null || options.TestQuery is null, "data.testQuery needs data.query");
        Require(
            options.Target is null || options.Targets.Count == 0, "data.target and data.targets exclude each other");
        Require(
            options.Inputs is null or (>= 1 and <= RowSink.WidestRow),
            $"data.inputs is {options.Inputs}; it must be 1..{RowSink.WidestRow}");
        Require(options.Memory is null or >= 0, $"data.memory is {options.Memory}; it must be 0 or more bytes");
        RequireCategories(options);
        Require(options.Test is not null || options.TestLabels is null, "data.testLabels needs data.test");
        Require(
            options.TestFraction is > 0 and < 1,
            $"data.testFraction is {options.TestFraction}; it must be above 0 and below 1");
        Require(options.Classes is null or >= 2, $"data.classes is {options.Classes}; it must be 2 or more");
        Require(options.Limit is null or >= 1, $"data.limit is {options.Limit}; it must be 1 or more");
        Require(options.TestLimit is null or >= 1, $"data.testLimit is {options.TestLimit}; it must be 1 or more");
        Require(options.Samples is >= 1 and <= 1_000_000, $"data.samples is {options.Samples}; it must be 1..1000000");
        Require(
            options.TestSamples is >= 1 and <= 1_000_000,
            $"data.testSamples is {options.TestSamples}; it must be 1..1000000");
    }

    private static void RequireCategories(DataOptions options)
    {
        foreach (var (column, values) in options.Categories)
        {
            Require(values.Count > 0, $"data.categories: column '{column}' has no values");
            var twice = values.GroupBy(FieldText.Normal).FirstOrDefault(group => group.Count() > 1);
            Require(twice is null, $"data.categories: column '{column}' lists '{twice?.Key}' twice");
        }
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new DataException(problem);
        }
    }
}
