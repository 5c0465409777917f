using System.Text.Json;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Data.Checks;
using Murmuration.Agent.Metrics;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

public sealed class DataCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_table_is_described_column_by_column()
    {
        var rows = Enumerable.Range(0, 20).Select(k => $"{k * k};{k % 2};{(k % 4 == 0 ? "cat" : "dog")}");
        _folder.Write("t.csv", $"size;flag;kind\n{string.Join('\n', rows)}\n");
        var result = Check("t.csv");
        Assert.True(result.Loads);
        Assert.Equal("CSV, separated by semicolons, with a header", result.Dialect);
        Assert.Equal((16, 4, 2, 3), (result.TrainingRows, result.TestRows, result.Inputs, result.ColumnCount));
        Assert.Equal([new("cat", 5), new CheckedClass("dog", 15)], result.Classes);
        var size = result.Columns[0];
        Assert.Equal(("size", "input"), (size.Name, size.Role));
        Assert.Equal((0d, 361d, 123.5), (size.Smallest, size.Largest, size.Mean));
        double[] squares = [.. Enumerable.Range(0, 20).Select(k => (double)(k * k))];
        Assert.Equal(Math.Sqrt(squares.Average(one => (one - 123.5) * (one - 123.5))), size.Deviation!.Value, 9);
        Assert.Equal(("target", "words", 2), (result.Columns[2].Role, result.Columns[2].Kind, result.Columns[2].Words));
        Assert.Empty(result.Warnings);
        AssertLoads(result);
    }

    [Fact]
    public void What_is_missing_or_words_is_counted_with_its_first_place_and_a_way_out()
    {
        _folder.Write(
            "t.csv",
            "id,color,size,note,y\n"
            + string.Concat(Enumerable.Range(0, 300).Select(k => $"{k},{Color(k)},{Size(k)},remark {k},{k}.5\n")));
        var result = Check("t.csv");
        Assert.False(result.Loads);
        Assert.Contains("line 2, column 'color': 'red' is not a number", result.Problem);
        var (color, size, note) = (result.Columns[1], result.Columns[2], result.Columns[3]);
        Assert.Equal(("words", 30, "line 9", 3), (color.Kind, color.Missing, color.FirstMissing, color.Words));
        Assert.Equal(["blue", "green", "red"], color.FirstWords);
        Assert.Equal(("number", 1, "line 7"), (size.Kind, size.Missing, size.FirstMissing));
        Assert.Equal("words", note.Kind);
        Assert.Equal((31, 269), (result.Dropped, result.TrainingRows + result.TestRows));
        Assert.Equal(
            """
            {
              "data": {
                "train": "t.csv",
                "target": "y",
                "ignore": ["note"],
                "categories": {
                  "color": ["blue", "green", "red"]
                },
                "missing": "drop"
              }
            }
            """,
            RunFileText.Of(result.RunFile!));
        Assert.Contains("looks like a row number: 'id'; if it is one, name it in data.ignore", result.Warnings);
        AssertLoads(result);
    }

    [Fact]
    public void Faults_that_nothing_mends_are_told_all_at_once()
    {
        _folder.Write("t.csv", "a,b,b,y\n1,2,7,3.5\n4,5,7,6.5\n1,x1,7,3.5\n7,8,7,inf\n1,2,7\n9,9,7,9.5\n");
        var result = Check("t.csv");
        Assert.False(result.Loads);
        Assert.Null(result.RunFile);
        Assert.Equal(
            [
                "1 rows have more or fewer fields than the 4 columns; the first is line 6",
                "2 columns are called 'b'; name them by their 0-based index",
                "column 'b': 1 of its values are no finite numbers; the first, 'x1', stands in line 4",
                "always the same value: 'b'; a model learns nothing from it",
            ],
            result.Warnings);
    }

    [Fact]
    public void Classes_of_very_different_size_are_warned_of()
    {
        _folder.Write("t.csv", string.Join('\n', Enumerable.Range(0, 100).Select(k => $"{k % 7},{(k == 50 ? 1 : 0)}")));
        Assert.Contains(
            "the largest class has 99 rows, the smallest 1: accuracy says little here", Check("t.csv").Warnings);
    }

    [Fact]
    public void A_target_that_was_guessed_though_there_are_words_is_warned_of()
    {
        _folder.Write("t.csv", "M,1.5,2.5\nB,2.5,7.5\nM,5.5,8.5\n");
        Assert.Contains(Check("t.csv").Warnings, warning => warning.Contains("'column 0' holds the words B, M"));
        Assert.DoesNotContain(
            Check("t.csv", new DataOptions { Target = "0" }).Warnings,
            warning => warning.Contains("taken for the target"));
    }

    [Theory]
    [InlineData("+1 1:1 5:2\n-1 2:1\n+1 3:1\n-1 4:4\n", "libsvm", """{"data":{"train":"f","inputs":5,"classes":2}}""")]
    [InlineData(
        "1,0\n2,1\n3,2\n4,1\n",
        "csv",
        """{"data":{"train":"f","target":"1","categories":{"1":["0","1","2"]}}}""")]
    [InlineData("1,0.5\n2,1\n3,2\n4,1\n", "csv", """{"data":{"train":"f","target":"1"}}""")]
    public void What_agents_must_say_alike_stands_in_the_run_file(string text, string format, string expected)
    {
        _folder.Write("f", text);
        var result = Check("f", new DataOptions { Test = "f" });
        Assert.Equal(format, result.Format);
        result.RunFile!["data"]!.AsObject().Remove("test");
        Assert.Equal(expected, result.RunFile.ToJsonString());
    }

    [Fact]
    public void Arrays_and_images_are_described_by_their_statistics()
    {
        _folder.Write("x.npy", NumpyFiles.Npy<byte>([0, 9, 255, 9, 255, 9, 0, 9], "(4, 1, 2)", "|u1"));
        _folder.Write("y.npy", NumpyFiles.Npy<long>([0, 1, 0, 1], "(4,)", "<i8"));
        var result = Check("x.npy", new DataOptions { TrainLabels = "y.npy", Test = "x.npy", TestLabels = "y.npy" });
        Assert.Equal(("numpy", "1x1x2", "classification"), (result.Format, result.Image, result.Task));
        Assert.Equal("NumPy array (4, 1, 2) uint8, images 1x1x2", result.Dialect);
        Assert.Equal((0d, 1d, 0.5), (result.Columns[0].Smallest, result.Columns[0].Largest, result.Columns[0].Mean));
        Assert.Contains("1 of 2 inputs always have the same value", result.Warnings);
    }

    [Fact]
    public void Many_columns_and_classes_are_listed_in_part()
    {
        var names = string.Join(',', Enumerable.Range(0, 1500).Select(k => $"c{k}"));
        var row = string.Join(',', Enumerable.Range(0, 1500).Select(k => k == 1499 ? "1.5" : $"{k % 3}"));
        _folder.Write("t.csv", $"{names}\n{row}\n{row}\n{row}\n");
        var result = Check("t.csv");
        Assert.Equal((1000, 1500), (result.Columns.Count, result.ColumnCount));
        var text = new StringWriter();
        CheckText.Write(text, result);
        Assert.Contains("… and 1,460 more; --json lists up to 1,000", text.ToString());
        Assert.InRange(text.ToString().Split('\n').Length, 40, 70);
    }

    [Fact]
    public void Text_and_json_say_the_same()
    {
        _folder.Write("t.csv", "a,color,y\n1,red,0.5\n2,,1.5\n4,green,9.5\n7,red,0.5\n");
        var result = Check("t.csv");
        var text = new StringWriter { NewLine = "\n" };
        CheckText.Write(text, result);
        Assert.StartsWith(
            "t.csv: CSV, separated by commas, with a header, 49 B\n"
            + "rows      2 to train on, 1 to test by; 1 with missing values are left out\n"
            + "inputs    3, 36 B in memory\n"
            + "task      regression of 'y'\n"
            + "column    smallest    largest       mean  deviation  notes\n"
            + "a               1          7        3.5     2.2913\n"
            + "color                                               2 words: green, red; 1 missing, first in line 3\n"
            + "y             0.5        9.5          3     3.7749  target\n"
            + "It would load with this in a run file:\n{\n",
            text.ToString());
        using var json = JsonDocument.Parse(MetricsFormat.ToLine(result));
        Assert.False(json.RootElement.GetProperty("loads").GetBoolean());
        Assert.Equal("line 3", json.RootElement.GetProperty("columns")[1].GetProperty("firstMissing").GetString());
    }

    [Fact]
    public void Rows_on_the_disk_are_announced()
    {
        _folder.Write("t.csv", string.Join('\n', Enumerable.Range(0, 500).Select(k => $"{k * k % 91},{k}.5")));
        var result = Check("t.csv", new DataOptions { Memory = 500, TestLimit = 10 });
        Assert.True(result.OnDisk);
        Assert.Contains(result.Warnings, warning => warning.Contains("algorithm.minibatch"));
    }

    [Fact]
    public void A_generated_set_can_be_looked_at_too()
    {
        var result = new DataCheck(".", seed: 1, LoadSettings.Default).Run(new DataOptions
        {
            Generated = GeneratedSet.Clusters, Samples = 50, TestSamples = 10,
        });
        Assert.Equal(("generated", 50, 10, 2), (result.Format, result.TrainingRows, result.TestRows, result.Inputs));
    }

    private static string Color(int k) => k % 10 == 7 ? "?" : "red green blue".Split(' ')[k % 3];

    private static string Size(int k) => k == 5 ? "" : $"{k * k % 17}";

    private void AssertLoads(CheckResult result)
    {
        var data = result.RunFile!["data"]!.ToJsonString();
        var options = RunFile.Load(path: null, [KeyValuePair.Create("data", data)]).Data;
        var pair = DataLoader.Load(options, _folder.Path, seed: 1);
        Assert.Equal((result.TrainingRows, result.TestRows), (pair.Train.Count, pair.Test.Count));
    }

    private CheckResult Check(string file, DataOptions? options = null) =>
        new DataCheck(_folder.Path, seed: 1, new LoadSettings { Folder = _folder.Path })
            .Run((options ?? new DataOptions()) with { Train = file });
}
