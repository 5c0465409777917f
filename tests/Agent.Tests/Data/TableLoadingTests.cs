using System.Text;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

public sealed class TableLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1,2.5,10.5\n3,4,20\n5,6,-3e1\n")]
    [InlineData("1;2.5;10.5\r\n3;4;20\r\n5;6;-3e1")]
    [InlineData("a\tb\tt\n1\t2.5\t10.5\n3\t4\t20\n5\t6\t-3e1\n")]
    [InlineData("1  2.5   10.5\n 3 4 20\n5 6 -3e1 \n\n")]
    [InlineData("\"a\";\"b;c\";\"t\"\n1;2.5;10.5\n\n3;\"4\";20\n5;6; -3e1 \n")]
    [InlineData("a, b, t\n1, 2.5, 10.5\n3, 4, 20\n5, 6, -3e1\n")]
    [InlineData("\uFEFFa|b\n1|2|3\n", "|", true)]
    public void Separators_and_headers_are_found(string text, string? separator = null, bool fails = false)
    {
        _folder.Write("t.csv", text);
        if (fails)
        {
            Assert.Contains("line 2 has 3 fields, the first has 2", Message(new DataOptions { Separator = separator }));
            return;
        }

        var all = LoadAll(new DataOptions());
        Assert.Equal([1, 2.5f, 3, 4, 5, 6], all.Inputs.ToArray());
        Assert.Equal([10.5f, 20, -30], all.Targets.ToArray());
    }

    [Theory]
    [InlineData("y")]
    [InlineData("Y")]
    [InlineData("0")]
    [InlineData("first")]
    public void The_target_is_found_by_name_index_or_place(string target)
    {
        _folder.Write("t.csv", "y,a,b\n10.5,1,2\n20,3,4\n");
        var all = LoadAll(new DataOptions { Target = target });
        Assert.Equal([1f, 2, 3, 4], all.Inputs.ToArray());
        Assert.Equal([10.5f, 20], all.Targets.ToArray());
    }

    [Fact]
    public void A_name_comes_before_an_index()
    {
        _folder.Write("t.csv", "1,0,a\n10.5,1,2\n20,3,4\n");
        Assert.Equal([1f, 3], LoadAll(new DataOptions { Target = "0", Header = true }).Targets.ToArray());
    }

    [Fact]
    public void Ignored_columns_are_no_inputs()
    {
        _folder.Write("t.csv", "id,a,name,y\n7,1,bob,10.5\n8,3,eve,20\n");
        Assert.Equal([1f, 3], LoadAll(new DataOptions { Ignore = ["id", "2"] }).Inputs.ToArray());
    }

    [Fact]
    public void Text_targets_are_classes_in_the_order_of_their_names()
    {
        _folder.Write("t.csv", "5,red\n6,blue\n7,red\n8,green\n");
        var all = LoadAll(new DataOptions());
        Assert.Equal(["blue", "green", "red"], all.ClassNames);
        Assert.Equal([2, 0, 2, 1], all.Labels.ToArray());
    }

    [Theory]
    [InlineData("0 1 2 1", true)]
    [InlineData("1 2 3 10 4 5 6 7 8 9", true)]
    [InlineData("-1 1 1", true)]
    [InlineData("0.0 1.0 1", true)]
    [InlineData("3 4 5 8", false)]
    [InlineData("0 1 3", false)]
    [InlineData("0.5 1 2", false)]
    public void Small_whole_numbers_without_gaps_are_classes(string targets, bool isClassification)
    {
        _folder.Write("t.csv", string.Join('\n', targets.Split(' ').Select(target => $"7,{target}")));
        Assert.Equal(isClassification, LoadAll(new DataOptions()).IsClassification);
        Assert.False(LoadAll(new DataOptions { Task = DataTask.Regression }).IsClassification);
        Assert.True(LoadAll(new DataOptions { Task = DataTask.Classification }).IsClassification);
    }

    [Fact]
    public void A_misprint_among_numbers_does_not_make_them_classes()
    {
        var path = _folder.Write("t.csv", "7,1.5\n7,2.5\n7,3.x\n");
        Assert.Equal($"{path}: line 3, column 'column 1': '3.x' is not a number", Message(new DataOptions()));
    }

    [Fact]
    public void Number_classes_are_ordered_by_value_and_may_be_written_in_two_ways()
    {
        _folder.Write("t.csv", "7,10\n7,9\n7,9.0\n");
        var all = LoadAll(new DataOptions { Task = DataTask.Classification });
        Assert.Equal(["9", "10"], all.ClassNames);
        Assert.Equal([1, 0, 0], all.Labels.ToArray());
    }

    [Fact]
    public void A_given_number_of_classes_keeps_labels_as_they_are()
    {
        _folder.Write("t.csv", "7,2\n7,5\n");
        var all = LoadAll(new DataOptions { Classes = 10 });
        Assert.Equal(10, all.ClassCount);
        Assert.Equal([2, 5], all.Labels.ToArray());
    }

    [Fact]
    public void Train_and_test_share_their_classes()
    {
        _folder.Write("t.csv", "1,b\n2,c\n");
        _folder.Write("u.csv", "3,a\n4,c\n");
        var pair = DataLoader.Load(new DataOptions { Train = "t.csv", Test = "u.csv" }, _folder.Path, 1);
        Assert.Equal([1, 2], pair.Train.Labels.ToArray());
        Assert.Equal([0, 2], pair.Test.Labels.ToArray());
        Assert.Equal(DataScale.Standardize, pair.Scale);
    }

    [Fact]
    public void Without_a_test_file_the_seed_sets_rows_aside()
    {
        _folder.Write("t.csv", string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{i},{i + 0.5}")));
        var options = new DataOptions { Train = "t.csv", TestFraction = 0.3 };
        var first = DataLoader.Load(options, _folder.Path, 1);
        var again = DataLoader.Load(options, _folder.Path, 1);
        var other = DataLoader.Load(options, _folder.Path, 2);
        Assert.Equal((70, 30), (first.Train.Count, first.Test.Count));
        Assert.Equal(first.Test.Inputs.ToArray(), again.Test.Inputs.ToArray());
        Assert.NotEqual(first.Test.Inputs.ToArray(), other.Test.Inputs.ToArray());
        float[] all = [.. first.Train.Inputs, .. first.Test.Inputs];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), all.Order());
    }

    [Fact]
    public void Limits_bound_both_parts()
    {
        _folder.Write("t.csv", string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{i},{i + 0.5}")));
        var pair = DataLoader.Load(new DataOptions { Train = "t.csv", Limit = 11, TestLimit = 7 }, _folder.Path, 1);
        Assert.Equal((11, 7), (pair.Train.Count, pair.Test.Count));
    }

    [Fact]
    public void A_packed_table_is_unpacked_by_its_content()
    {
        _folder.Write("t.csv", TemporaryFolder.Pack(Encoding.UTF8.GetBytes("a,b\n1,2.5\n3,4\n")));
        Assert.Equal([1f, 3], LoadAll(new DataOptions()).Inputs.ToArray());
    }

    [Theory]
    [InlineData("a,b,y\n1,2,3.5\n4,x,6.5\n", "line 3, column 'b': 'x' is not a number")]
    [InlineData("a,b,y\n1,2,3.5\n4,,6.5\n", "line 3, column 'b': a value is missing ('')")]
    [InlineData("a,b,y\n1,2,3.5\n\n4,?,6.5\n", "line 4, column 'b': a value is missing ('?')")]
    [InlineData("a,b,y\n1,2,3.5\n4,nan,6.5\n", "line 3, column 'b': a value is missing ('nan')")]
    [InlineData("a,b,y\n1,2,3.5\n4,5,\n", "line 3, column 'y': a value is missing ('')")]
    [InlineData("1,2,3.5\n4,inf,6.5\n", "line 2, column 'column 1': 'inf' is not a number")]
    [InlineData("1,2,3.5\n4,-Infinity,6.5\n", "line 2, column 'column 1': '-Infinity' is not a finite number")]
    [InlineData("1,2,3.5\n4,1e99,6.5\n", "line 2, column 'column 1': '1e99' is not a finite number")]
    [InlineData("1,2,3.5\n4,5,1e99\n", "line 2, column 'column 2': '1e99' is not a finite number")]
    [InlineData("1,2,3.5\n4,\"1,5\",6.5\n", "line 2, column 'column 1': '1,5' is not a number")]
    [InlineData("1,2,3.5\n4,5\n", "line 2 has 2 fields, the first has 3")]
    [InlineData("1,2,3.5\n4,5,6,7\n", "line 2 has 4 fields, the first has 3")]
    [InlineData("1,2,3.5\n4,\"5,6.5\n7,8,9.5\n", "line 2: a quote is not closed, or inside a field")]
    [InlineData("", "is empty")]
    [InlineData("\n \n", "is empty")]
    [InlineData("a,b,y\n", "has a header but no rows", true)]
    [InlineData("1\n2\n3\n", "has no inputs beside its target column 'column 0'")]
    [InlineData("\0\u0001\u0002", "is not a table of text")]
    public void A_fault_is_told_with_its_place(string text, string problem, bool? header = null)
    {
        var path = _folder.Write("t.csv", text);
        var options = new DataOptions { Header = header, Task = DataTask.Regression };
        Assert.StartsWith($"{path}: {problem}", Message(options));
    }

    [Fact]
    public void An_unknown_column_is_told_with_the_nearest_names()
    {
        var path = _folder.Write("t.csv", "alcohol,density,pH,quality\n1,2,3,4\n");
        Assert.StartsWith(
            $"{path}: has no column 'qualty'; the nearest of its 4 are 'quality', '",
            Message(new DataOptions { Target = "qualty" }));
        Assert.StartsWith($"{path}: has no column '4'; ", Message(new DataOptions { Target = "4" }));
        Assert.StartsWith($"{path}: has no column '-1'; ", Message(new DataOptions { Target = "-1" }));
    }

    [Fact]
    public void A_missing_file_is_told_with_its_full_path()
    {
        var path = Path.Combine(_folder.Path, "t.csv");
        Assert.Equal(
            $"{path}: there is no such file; relative paths stand below --data-dir", Message(new DataOptions()));
    }

    [Fact]
    public void Classes_that_contradict_the_data_are_told()
    {
        _folder.Write("t.csv", "1,a\n2,b\n3,c\n");
        Assert.EndsWith(
            "the target has 3 different values, data.classes is 2", Message(new DataOptions { Classes = 2 }));
        _folder.Write("t.csv", "1,a\n2,a\n3,a\n");
        Assert.Contains("all rows are of one class", Message(new DataOptions()));
    }

    [Fact]
    public void Another_number_of_columns_in_the_test_file_is_told()
    {
        _folder.Write("t.csv", "1,2,3.5\n4,5,6.5\n");
        _folder.Write("u.csv", "1,2.5\n4,5\n");
        Assert.Contains("has 2 columns, ", Message(new DataOptions { Test = "u.csv" }));
    }

    [Fact]
    public void Another_order_of_columns_in_the_test_file_is_told()
    {
        var train = _folder.Write("t.csv", "a,b,y\n1,2,3.5\n4,5,6.5\n");
        var test = _folder.Write("u.csv", "b,A,y\n2,1,3.5\n");
        Assert.Equal(
            $"{test}: has its columns in another order than {train}: column 0 is 'b' here, 'a' there",
            Message(new DataOptions { Test = "u.csv" }));
        _folder.Write("u.csv", "A,beta,y\n1,2,3.5\n");
        Assert.Equal(2, LoadAll(new DataOptions { Test = "u.csv" }).Count);
        _folder.Write("u.csv", "1,2,3.5\n");
        Assert.Equal(2, LoadAll(new DataOptions { Test = "u.csv" }).Count);
    }

    [Fact]
    public void A_damaged_packed_table_is_told()
    {
        var text = string.Join('\n', Enumerable.Range(0, 5000).Select(i => $"{i * 17 % 1001},{i + 0.5}"));
        var packed = TemporaryFolder.Pack(Encoding.UTF8.GetBytes(text));
        _folder.Write("t.csv", packed[..(packed.Length / 2)]);
        Assert.Contains("t.csv: ", Message(new DataOptions()));
        packed[packed.Length / 2] ^= 0xFF;
        packed[(packed.Length / 2) + 1] ^= 0xFF;
        _folder.Write("t.csv", packed);
        Assert.Contains("t.csv: ", Message(new DataOptions()));
    }

    private string Message(DataOptions options) => Assert.Throws<DataException>(() => LoadAll(options)).Message;

    private Dataset LoadAll(DataOptions options)
    {
        options = options with { Train = "t.csv", Test = options.Test ?? "t.csv" };
        return DataLoader.Load(options, _folder.Path, seed: 1).Train;
    }
}
