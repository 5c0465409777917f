using Murmuration.Agent.Configuration;

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

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new DataException(problem);
        }
    }
}
