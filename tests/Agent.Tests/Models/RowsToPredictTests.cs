using System.Buffers.Binary;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Agent.Models;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Models;

/// <summary>Files for a trained model: with targets, without, and with other classes than it was trained on.</summary>
public sealed class RowsToPredictTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1,2,3\n4,5,6\n", null, "", "1 2 3 4 5 6")]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n", null, "", "1 2 3 4 5 6")]
    [InlineData("1,2,3,yes\n4,5,6,\n", null, "", "1 2 3 4 5 6")]
    [InlineData("t,a,b,c\nx,1,2,3\ny,4,5,6\n", "t", "", "1 2 3 4 5 6")]
    [InlineData("id,a,b,c\nq1,1,2,3\nq2,4,5,6\n", null, "id", "1 2 3 4 5 6")]
    [InlineData("id,a,t,b,c\nq1,1,0,2,3\nq2,4,1,5,6\n", "t", "id", "1 2 3 4 5 6")]
    public void A_table_may_have_a_target_or_none(string text, string? target, string ignore, string expected)
    {
        var options = new DataOptions
        {
            Train = _folder.Write("rows.csv", text),
            Target = target,
            Ignore = ignore.Length > 0 ? [ignore] : [],
        };
        var rows = DataLoader.LoadInputs(options, ".", inputCount: 3);
        Assert.Equal(expected, string.Join(' ', rows.Inputs));
        Assert.Equal((2, 3), (rows.Count, rows.InputCount));
    }

    [Theory]
    [InlineData("1,2\n3,4\n", "the model takes 3 inputs; the 2 columns give 2 without")]
    [InlineData("1,2,3,4,5\n1,2,3,4,5\n", "the model takes 3 inputs; the 5 columns give 4 without")]
    [InlineData("1,2,x\n1,2,x\n", "line 1, column 'column 2': 'x' is not a number")]
    public void Other_columns_are_refused(string text, string reason)
    {
        var options = new DataOptions { Train = _folder.Write("rows.csv", text) };
        var error = Assert.Throws<DataException>(() => DataLoader.LoadInputs(options, ".", inputCount: 3));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.File("rows.csv"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_need_no_labels_and_bytes_become_shares_where_the_model_wants_them()
    {
        var header = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x803);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), 1);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), 2);
        var options = new DataOptions
        {
            Train = _folder.Write("images-idx3-ubyte", [.. header, 0, 255, 51, 102]),
            Scale = DataScale.Unit,
        };
        var rows = DataLoader.LoadInputs(options, ".", inputCount: 2);
        Assert.Equal([0, 1, 0.2f, 0.4f], rows.Inputs);
        var error = Assert.Throws<DataException>(() => DataLoader.LoadInputs(options, ".", inputCount: 3));
        Assert.Contains("has 2 inputs in a row, the model takes 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,cat\n2,owl\n", "0 2")]
    [InlineData("1,owl\n2,owl\n", "2 2")]
    public void Classes_are_known_by_name_though_the_file_lacks_some(string text, string labels)
    {
        var trained = Classifier(["cat", "dog", "owl"]);
        var rows = LabelledRows.Load(trained, new DataOptions { Train = _folder.Write("rows.csv", text) }, ".");
        Assert.Equal(labels, string.Join(' ', rows.Labels.ToArray()));
        Assert.Equal(["cat", "dog", "owl"], rows.ClassNames);
    }

    [Theory]
    [InlineData("1,3\n2,5\n", "0 2")]
    [InlineData("1,4.0\n2,5.0\n", "1 2")]
    [InlineData("1,5\n", "2")]
    public void Classes_that_are_numbers_too(string text, string labels)
    {
        var trained = Classifier(["3", "4", "5"]);
        var rows = LabelledRows.Load(trained, new DataOptions { Train = _folder.Write("rows.csv", text) }, ".");
        Assert.Equal(labels, string.Join(' ', rows.Labels.ToArray()));
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_is_named()
    {
        var options = new DataOptions { Train = _folder.Write("rows.csv", "1,cat\n2,cow\n") };
        var trained = Classifier(["cat", "dog", "owl"]);
        var error = Assert.Throws<DataException>(() => LabelledRows.Load(trained, options, "."));
        Assert.Contains(
            "class 'cow', which the model does not know; its classes are 'cat', 'dog', 'owl'",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_another_width_are_refused()
    {
        var options = new DataOptions { Train = _folder.Write("rows.csv", "1,2,cat\n2,3,dog\n") };
        var trained = Classifier(["cat", "dog", "owl"]);
        var error = Assert.Throws<DataException>(() => LabelledRows.Load(trained, options, "."));
        Assert.Contains("2 inputs and a class in a row, the model is of 1 inputs and a class", error.Message);
    }

    [Fact]
    public void Predictions_of_classes_are_lines_of_CSV()
    {
        var trained = Classifier(["cat", "dog, \"wild\"", "owl"]);
        var known = Dataset.ForClasses([0, 0], 1, [2, 1], 3, trained.Meaning.ClassNames);
        Assert.Equal(
            "row,predicted,probability cat,\"probability dog, \"\"wild\"\"\",probability owl\n"
            + "0,cat,0.5,0.25,0.25\n",
            Table(trained, known: null, [MathF.Log(2), 0, 0]));
        Assert.Equal(
            "row,target,predicted,probability cat,\"probability dog, \"\"wild\"\"\",probability owl\n"
            + "0,owl,cat,0.5,0.25,0.25\n1,\"dog, \"\"wild\"\"\",owl,0.25,0.25,0.5\n",
            Table(trained, known, [MathF.Log(2), 0, 0], [0, 0, MathF.Log(2)]));
    }

    [Fact]
    public void Predictions_of_values_are_in_their_units()
    {
        var trained = TrainedModels.Regression();
        var (mean, deviation) = (trained.Statistics.Mean(5), trained.Statistics.Deviation(5));
        var known = Dataset.ForRegression([1, 2, 3, 4, 5], 5, [-7.5f, 3], 2);
        var line = Table(trained, known, [2, 1]).TrimEnd().Split('\n');
        Assert.Equal("row,target 0,target 1,predicted 0,predicted 1", line[0]);
        var expected = FormattableString.Invariant(
            $"0,-7.5,3,{(float)(mean + (2 * deviation))},{(float)trained.Statistics.Mean(6)}");
        Assert.Equal(expected, line[1]);
    }

    private static string Table(TrainedModel trained, Dataset? known, params float[][] outputs)
    {
        using var writer = new StringWriter();
        using (var table = new PredictionTable(writer, trained, known))
        {
            for (var row = 0; row < outputs.Length; row++)
            {
                table.Add(row, outputs[row], double.NaN);
            }
        }

        return writer.ToString();
    }

    /// <summary>Of one input.</summary>
    private static TrainedModel Classifier(string[] classes)
    {
        var model = TrainedModels.Classifier(new(1, 1, 1), ["dense"], DataScale.None);
        return model with { Meaning = model.Meaning with { ClassNames = classes, Image = null } };
    }
}
