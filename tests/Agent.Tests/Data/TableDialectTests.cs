using System.Text;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Words, missing values, comments, several targets and targets apart: what real tables bring along.</summary>
public sealed class TableDialectTests : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Colors =
        new() { ["color"] = ["red", "green", "blue"] };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_column_of_words_becomes_a_column_per_word_in_the_order_of_the_run_file()
    {
        _folder.Write("t.csv", "a,color,y\n1,blue,10.5\n2,red,20\n");
        var all = LoadAll(new DataOptions { Categories = Colors });
        Assert.Equal([1f, 0, 0, 1, 2, 1, 0, 0], all.Inputs.ToArray());
        Assert.Equal(["a", "color=red", "color=green", "color=blue"], all.InputNames);
        Assert.Equal(["y"], all.TargetNames);
    }

    [Fact]
    public void Numbers_may_be_categories_however_they_are_written()
    {
        _folder.Write("t.csv", "a,y\n1,10.5\n2.0,20\n+1,30\n");
        var all = LoadAll(new DataOptions { Categories = Values("a", "1", "2") });
        Assert.Equal([1f, 0, 0, 1, 1, 0], all.Inputs.ToArray());
    }

    [Fact]
    public void The_classes_of_a_target_are_the_values_that_are_listed_in_their_order()
    {
        _folder.Write("t.csv", "1,M\n2,B\n3,M\n");
        var all = LoadAll(new DataOptions { Categories = Values("1", "M", "B", "unknown") });
        Assert.Equal(["M", "B", "unknown"], all.ClassNames);
        Assert.Equal([0, 1, 0], all.Labels.ToArray());
    }

    [Theory]
    [InlineData("a,color,y\n1,red,2.5\n2,pink,3.5\n", "line 3, column 'color': 'pink' is none of the 3 values that")]
    [InlineData("a,color,y\n1,red,2.5\n2,?,3.5\n", "line 3, column 'color': a value is missing ('?')")]
    public void A_word_that_is_not_listed_is_told(string text, string problem)
    {
        var path = _folder.Write("t.csv", text);
        Assert.StartsWith($"{path}: {problem}", Message(new DataOptions { Categories = Colors }));
    }

    [Fact]
    public void A_class_that_is_not_listed_is_told_with_its_line()
    {
        var path = _folder.Write("t.csv", "1,M\n2,B\n3,X\n");
        Assert.Equal(
            $"{path}: line 3, column 'column 1': 'X' is none of the 2 values that data.categories lists",
            Message(new DataOptions { Categories = Values("1", "M", "B") }));
    }

    [Fact]
    public void A_column_of_words_without_categories_is_refused_with_what_to_do()
    {
        var path = _folder.Write("t.csv", "a,color,y\n1,red,2.5\n2,blue,3.5\n");
        Assert.Equal(
            $"{path}: line 2, column 'color': 'red' is not a number; a column of words needs its values in "
            + "data.categories, or its name in data.ignore ('murmur data check' writes both)",
            Message(new DataOptions()));
    }

    [Theory]
    [InlineData("""{ "size": ["S"] }""", "has no column 'size'; the nearest of its 3 are")]
    [InlineData("""{ "a": [] }""", "data.categories: column 'a' has no values")]
    [InlineData("""{ "a": ["1", "x", "1.0"] }""", "data.categories: column 'a' lists '1' twice")]
    [InlineData("""{ "a": ["1"], "0": ["1"] }""", "data.categories names column 'a' twice")]
    public void Categories_that_make_no_sense_are_refused(string json, string problem)
    {
        _folder.Write("t.csv", "a,color,y\n1,red,2.5\n");
        var options = RunFile.Load(path: null, [KeyValuePair.Create("data.categories", json)]).Data;
        Assert.Contains(problem, Message(options));
    }

    [Fact]
    public void Rows_with_missing_values_are_dropped_when_asked_and_counted()
    {
        _folder.Write("t.csv", "id,a,color,y\n,1,red,1.5\n7,,red,2.5\n8,3,?,3.5\n9,4,blue,NA\n9,5,green,5.5\n");
        var options = new DataOptions { Categories = Colors, Missing = MissingValues.Drop, Ignore = ["id"] };
        var pair = DataLoader.Load(options with { Train = "t.csv", Test = "t.csv" }, _folder.Path, 1);
        Assert.Equal([1f, 1, 0, 0, 5, 0, 1, 0], pair.Train.Inputs.ToArray());
        Assert.Equal([1.5f, 5.5f], pair.Train.Targets.ToArray());
        Assert.Equal(6, pair.Dropped);
        Assert.EndsWith("6 rows with missing values left out", pair.Description);
    }

    [Fact]
    public void A_missing_mark_that_is_listed_is_a_word_like_others()
    {
        _folder.Write("t.csv", "a,color,y\n1,?,2.5\n2,red,3.5\n");
        var all = LoadAll(new DataOptions { Categories = Values("color", "red", "?") });
        Assert.Equal([1f, 0, 1, 2, 1, 0], all.Inputs.ToArray());
        _folder.Write("u.csv", "1,?\n2,red\n");
        Assert.Equal([1, 0], Load("u.csv", new DataOptions { Categories = Values("1", "red", "?") }).Labels.ToArray());
    }

    [Fact]
    public void A_table_without_one_whole_row_is_told()
    {
        var path = _folder.Write("t.csv", "a,y\n,1.5\n2,\n");
        Assert.Equal(
            $"{path}: a value is missing in every one of its 2 rows; "
            + "name the columns that are nearly empty in data.ignore",
            Message(new DataOptions { Missing = MissingValues.Drop }));
    }

    [Fact]
    public void Several_targets_are_learned_together()
    {
        _folder.Write("t.csv", "h,x,c,z\n15.5,1,21.5,5\n20,2,30,6\n");
        var all = LoadAll(new DataOptions { Targets = ["c", "0"] });
        Assert.Equal((2, 2), (all.InputCount, all.TargetCount));
        Assert.Equal([21.5f, 15.5f, 30, 20], all.Targets.ToArray());
        Assert.Equal([1f, 5, 2, 6], all.Inputs.ToArray());
        Assert.Equal(["c", "h"], all.TargetNames);
    }

    [Fact]
    public void Several_targets_are_numbers_of_different_columns()
    {
        var path = _folder.Write("t.csv", "a,b,c\n1,2.5,x\n3,4.5,y\n");
        Assert.Contains(
            $"{path}: line 2, column 'c': 'x' is not a number", Message(new DataOptions { Targets = ["b", "c"] }));
        Assert.Contains("names a column twice", Message(new DataOptions { Targets = ["b", "1"] }));
        Assert.Contains("exclude each other", Message(new DataOptions { Target = "a", Targets = ["b"] }));
        _folder.Write("t.csv", "a,b,c\n1,2.5,7\n3,4.5,8\n");
        Assert.Contains(
            "classes are one target, here are 2",
            Message(new DataOptions { Targets = ["a", "b"], Task = DataTask.Classification }));
    }

    [Fact]
    public void Targets_may_stand_in_a_file_of_their_own()
    {
        _folder.Write("t.csv", "1 2\n3 4\n5 6\n");
        _folder.Write("y.txt", TemporaryFolder.Pack(Encoding.UTF8.GetBytes("10.5\n20\n30\n")));
        var options = new DataOptions { TrainLabels = "y.txt", TestLabels = "y.txt" };
        var all = LoadAll(options);
        Assert.Equal([1f, 2, 3, 4, 5, 6], all.Inputs.ToArray());
        Assert.Equal([10.5f, 20, 30], all.Targets.ToArray());
        _folder.Write("y.txt", "name,price\nx,10.5\ny,20\nz,30\n");
        Assert.Equal([10.5f, 20, 30], LoadAll(options with { Target = "price" }).Targets.ToArray());
    }

    [Theory]
    [InlineData("1.5\n2.5\n", "y.txt: has 2 rows, but ")]
    [InlineData("1.5\n2.5\n3.5\n4.5\n", "t.csv: has 3 rows, but ")]
    [InlineData("1.5\n\n?\n2.5\n", "y.txt: line 3, column 'column 0': a value is missing ('?')")]
    public void Targets_apart_are_checked_against_the_rows(string targets, string problem)
    {
        _folder.Write("t.csv", "1 2\n3 4\n5 6\n");
        _folder.Write("y.txt", targets);
        Assert.Contains(problem, Message(new DataOptions { TrainLabels = "y.txt", TestLabels = "y.txt" }));
    }

    [Fact]
    public void A_missing_target_apart_drops_its_row_of_inputs_too()
    {
        _folder.Write("t.csv", "1 2\n3 4\n5 6\n");
        _folder.Write("y.txt", "1.5\n?\n3.5\n");
        var options = new DataOptions { TrainLabels = "y.txt", TestLabels = "y.txt", Missing = MissingValues.Drop };
        Assert.Equal([1f, 2, 5, 6], LoadAll(options).Inputs.ToArray());
    }

    [Theory]
    [InlineData("|1x3 Cross validator\n1, 2, 3.5\n4, 5, 6.5\n")]
    [InlineData("# made by hand,\n#\n\n1,2,3.5\n4,5,6.5\n")]
    [InlineData("2 rows of a measurement\n1,2,3.5\n4,5,6.5\n")]
    [InlineData("2,2,low,high,other\na,b,y\n1,2,3.5\n4,5,6.5\n", "a")]
    [InlineData("# a,b,y\n1,2,3.5\n4,5,6.5\n", "a")]
    [InlineData("% weather\n#a,b,y\n1,2,3.5\n4,5,6.5\n", "a")]
    public void Comments_at_the_top_are_no_rows_but_may_hold_the_names(string text, string name = "column 0")
    {
        _folder.Write("t.csv", text);
        var all = LoadAll(new DataOptions());
        Assert.Equal([1f, 2, 4, 5], all.Inputs.ToArray());
        Assert.Equal(name, all.InputNames[0]);
    }

    [Fact]
    public void A_header_that_lacks_one_name_is_told()
    {
        var path = _folder.Write("t.csv", "a,y\n1,2,3.5\n4,5,6.5\n");
        Assert.Equal($"{path}: line 2 has 3 fields, the first has 2", Message(new DataOptions()));
    }

    [Fact]
    public void Lines_are_counted_with_the_comments_above_them()
    {
        var path = _folder.Write("t.csv", "# one\n# two\n\n1,2,3.5\n4,x,6.5\n");
        Assert.StartsWith($"{path}: line 5, column 'column 1': 'x' is not", Message(new DataOptions()));
    }

    [Fact]
    public void Labels_that_all_end_in_a_dot_are_those_without_it()
    {
        _folder.Write("t.csv", "1,<=50K\n2,>50K\n");
        _folder.Write("u.csv", "|comment\n3,>50K.\n4,>50K.\n");
        var pair = DataLoader.Load(new DataOptions { Train = "t.csv", Test = "u.csv" }, _folder.Path, 1);
        Assert.Equal(["<=50K", ">50K"], pair.Train.ClassNames);
        Assert.Equal([1, 1], pair.Test.Labels.ToArray());
        _folder.Write("u.csv", "3,Inc.\n4,Ltd\n");
        Assert.Equal(["Inc.", "Ltd"], Load("u.csv", new DataOptions()).ClassNames);
    }

    [Fact]
    public void Two_columns_of_one_name_are_told_apart_by_index()
    {
        var path = _folder.Write("t.csv", "a,x,x\n1,2.5,3.5\n4,5.5,6.5\n");
        Assert.StartsWith(
            $"{path}: columns 1 and 2 are all called 'x'", Message(new DataOptions { Target = "x" }));
        Assert.Equal([2.5f, 5.5f], LoadAll(new DataOptions { Target = "1" }).Targets.ToArray());
    }

    [Fact]
    public void A_decimal_comma_is_told()
    {
        _folder.Write("t.csv", "1;2,5;3.5\n4;5,5;6.5\n");
        Assert.Contains("'2,5' is not a number; decimals are written with a point", Message(new DataOptions()));
    }

    [Theory]
    [InlineData(2, "0 1 1", "0 1")]
    [InlineData(3, "1 3 3", "1 2 3")]
    [InlineData(2, "-1 -1 -1", "-1 1")]
    [InlineData(2, "+1 +1 +1", "0 1")]
    [InlineData(4, "7 8 9", "7 8 9 unseen 3")]
    public void A_given_number_of_classes_names_also_those_without_a_row(int classes, string targets, string names)
    {
        _folder.Write("t.csv", string.Join('\n', targets.Split(' ').Select(target => $"7,{target}")));
        var all = LoadAll(new DataOptions { Classes = classes });
        Assert.Equal(names, string.Join(' ', all.ClassNames));
    }

    [Fact]
    public void More_texts_than_classes_can_be_are_refused_and_more_numbers_become_amounts()
    {
        _folder.Write("t.csv", string.Join('\n', Enumerable.Range(0, 10_002).Select(k => $"7,word {k}")));
        Assert.Contains("more than 10,000 different texts", Message(new DataOptions()));
        _folder.Write("t.csv", string.Join('\n', Enumerable.Range(0, 10_002).Select(k => $"7,{k}.5")));
        var all = LoadAll(new DataOptions());
        Assert.Equal(Enumerable.Range(0, 10_002).Select(k => k + 0.5f), all.Targets.ToArray());
        Assert.Contains("too many different values", Message(new DataOptions { Task = DataTask.Classification }));
    }

    [Fact]
    public void A_misprint_far_below_many_numbers_is_told_with_its_line()
    {
        var lines = Enumerable.Range(0, 12_000).Select(k => k == 11_500 ? "7,o.5" : $"7,{k}.5");
        _folder.Write("t.csv", string.Join('\n', lines));
        Assert.Contains("line 11501, column 'column 1': 'o.5' is not a number", Message(new DataOptions()));
    }

    [Fact]
    public void Lines_without_end_take_bounded_memory()
    {
        _folder.Write("t.csv", [.. "1,2.5\n"u8, .. Enumerable.Repeat((byte)'7', 3_000_000)]);
        AssertBounded(16_000_000);
        _folder.Write("t.csv", Encoding.UTF8.GetBytes($"1,2.5\n1,\"{new string('x', 40_000_000)}"));
        AssertBounded(200_000_000);
        _folder.Write("t.csv", new byte[1000]);
        AssertBounded(1_000_000);
    }

    [Fact]
    public void More_columns_than_a_table_may_have_are_refused()
    {
        _folder.Write("t.csv", string.Join(',', Enumerable.Repeat("1", 100_001)) + "\n");
        Assert.Contains("has 100,001 columns, tables may have 100,000", Message(new DataOptions()));
    }

    private void AssertBounded(long bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.DoesNotContain('\n', Message(new DataOptions()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bytes);
    }

    private static Dictionary<string, IReadOnlyList<string>> Values(string column, params string[] values) =>
        new() { [column] = values };

    private string Message(DataOptions options) => Assert.Throws<DataException>(() => LoadAll(options)).Message;

    private Dataset LoadAll(DataOptions options) => Load("t.csv", options);

    private Dataset Load(string file, DataOptions options) =>
        DataLoader.Load(options with { Train = file, Test = file }, _folder.Path, seed: 1).Train;
}
