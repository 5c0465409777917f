using System.Text.Json.Nodes;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;

namespace Murmuration.Agent.Tests.Data;

public class DataOptionsTests
{
    [Fact]
    public void Options_are_read_from_camelCase_JSON()
    {
        var options = Parse(
            """
            {
              "train": "wine.csv", "target": 11, "format": "tsv", "task": "regression", "scale": "minMax",
              "header": true, "separator": ";", "ignore": ["id"], "testFraction": 0.1, "limit": 5,
              "standardizeTargets": false, "partition": { "kind": "byLabel", "alpha": 0.2 }
            }
            """);
        Assert.Equal(("wine.csv", "11"), (options.Train, options.Target));
        Assert.Equal(
            (DataFormat.Tsv, DataTask.Regression, DataScale.MinMax), (options.Format, options.Task, options.Scale));
        Assert.Equal((PartitionKind.ByLabel, 0.2), (options.Partition!.Kind, options.Partition.Alpha));
        Assert.False(options.StandardizeTargets);
    }

    [Fact]
    public void Names_of_kinds_are_read_whatever_the_case() =>
        Assert.Equal(DataScale.MinMax, Parse("""{ "scale": "minmax" }""").Scale);

    [Fact]
    public void Nothing_said_means_generated_digits()
    {
        var pair = DataLoader.Load(Parse("{}") with { Samples = 20, TestSamples = 10 }, ".", seed: 1);
        Assert.Equal("generated digits: 20 training and 10 test rows, 256 inputs, 10 classes", pair.Description);
        Assert.Equal(DataScale.None, pair.Scale);
    }

    [Theory]
    [InlineData("regression", "generated regression: 20 training and 10 test rows, 8 inputs, 1 regression target")]
    [InlineData("clusters", "generated clusters: 20 training and 10 test rows, 2 inputs, 4 classes")]
    public void The_other_sets_are_generated(string name, string description)
    {
        var options = Parse($$"""{ "generated": "{{name}}", "samples": 20, "testSamples": 10 }""");
        var pair = DataLoader.Load(options, ".", seed: 1);
        Assert.Equal(description, pair.Description);
    }

    [Fact]
    public void Test_rows_do_not_depend_on_the_number_of_training_rows()
    {
        var few = DataLoader.Load(new DataOptions { Samples = 10, TestSamples = 10 }, ".", seed: 1);
        var many = DataLoader.Load(new DataOptions { Samples = 50, TestSamples = 10 }, ".", seed: 1);
        Assert.Equal(few.Test.Inputs.ToArray(), many.Test.Inputs.ToArray());
    }

    [Theory]
    [InlineData("""{ "generated": "digits", "train": "x" }""", "data.generated and data.train exclude each other")]
    [InlineData("""{ "test": "x" }""", "data.test, data.trainLabels and data.testLabels need data.train")]
    [InlineData("""{ "train": "x", "testLabels": "y" }""", "data.testLabels needs data.test")]
    [InlineData("""{ "testFraction": 1 }""", "data.testFraction is 1; it must be above 0 and below 1")]
    [InlineData("""{ "classes": 1 }""", "data.classes is 1; it must be 2 or more")]
    [InlineData("""{ "limit": 0 }""", "data.limit is 0; it must be 1 or more")]
    [InlineData("""{ "samples": 0 }""", "data.samples is 0; it must be 1..1000000")]
    public void Contradictions_are_refused(string json, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => DataLoader.Load(Parse(json), ".", 1)).Message);

    [Fact]
    public void Ignored_columns_are_names_or_indices_and_survive_writing()
    {
        var run = RunFile.Load(path: null, [KeyValuePair.Create("data.ignore", """["id", 2, "3"]""")]);
        Assert.Equal(["id", "2", "3"], run.Data.Ignore);
        var written = JsonNode.Parse(RunFile.ToJson(run))!["data"]!.ToJsonString();
        Assert.Equal(run.Data.Ignore, Parse(written).Ignore);
    }

    [Theory]
    [InlineData("1500", 1500)]
    [InlineData("\"1500\"", 1500)]
    [InlineData("\"1.5 kB\"", 1500)]
    [InlineData("\"2MB\"", 2_000_000)]
    [InlineData("\"2 MiB\"", 2_097_152)]
    [InlineData("\"1 gb\"", 1_000_000_000)]
    [InlineData("\"0 B\"", 0)]
    public void Memory_is_a_number_of_bytes_with_or_without_a_unit(string memory, long bytes)
    {
        var options = Parse($$"""{ "memory": {{memory}} }""");
        Assert.Equal(bytes, options.Memory);
        var run = RunFile.Load(path: null, [KeyValuePair.Create("data", $$"""{ "memory": {{memory}} }""")]);
        Assert.Equal(bytes, Parse(JsonNode.Parse(RunFile.ToJson(run))!["data"]!.ToJsonString()).Memory);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"a lot\"")]
    [InlineData("\"5 PB\"")]
    [InlineData("\"-5 MB\"")]
    [InlineData("\"1e30\"")]
    [InlineData("\"nan\"")]
    public void Memory_that_is_none_is_refused_with_its_key(string memory)
    {
        var error = Assert.ThrowsAny<Exception>(
            () => DataLoader.Load(Parse($$"""{ "memory": {{memory}}, "samples": 9, "testSamples": 9 }"""), ".", 1));
        Assert.Contains("data.memory", error.Message);
    }

    [Fact]
    public void Categories_survive_writing()
    {
        var options = Parse("""{ "categories": { "color": ["red", "green"], "3": [1, 2] } }""");
        var written = JsonNode.Parse(RunFile.ToJson(new RunOptions { Data = options }))!["data"]!.ToJsonString();
        Assert.Equal(["color", "3"], Parse(written).Categories.Keys);
        Assert.Equal(["1", "2"], Parse(written).Categories["3"]);
        var set = RunFile.Load(path: null, [KeyValuePair.Create("data.categories.color", """["red"]""")]);
        Assert.Equal(["red"], set.Data.Categories["color"]);
    }

    [Theory]
    [InlineData("""{ "categories": ["a"] }""")]
    [InlineData("""{ "categories": { "a": "b" } }""")]
    [InlineData("""{ "categories": { "a": [1.5] } }""")]
    [InlineData("""{ "missing": "mean" }""")]
    public void Categories_and_ways_of_missing_that_are_none_are_refused(string json) =>
        Assert.Throws<ConfigurationException>(() => Parse(json));

    [Theory]
    [InlineData("""{ "target": 1.5 }""")]
    [InlineData("""{ "ignore": [1.5] }""")]
    [InlineData("""{ "ignore": [null] }""")]
    [InlineData("""{ "ignore": "id" }""")]
    public void A_column_that_is_neither_name_nor_index_is_refused(string json) =>
        Assert.Throws<ConfigurationException>(() => Parse(json));

    [Fact]
    public void The_nearest_name_is_the_one_with_the_fewest_changes()
    {
        string[] known = ["petal width", "species", "sepal width"];
        string[] nearest = [.. NearestNames.Of("Sepal-width", known, count: 2)];
        Assert.Equal(["sepal width", "petal width"], nearest);
    }

    private static DataOptions Parse(string json) =>
        RunFile.Load(path: null, [KeyValuePair.Create("data", json)]).Data;
}
