using System.Text;
using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

public sealed class LibsvmLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("+1 1:0.5 3:-2\n-1\n+1 2:1e1\n")]
    [InlineData("# weather\n+1 1:0.5 3:-2 # cold\r\n\n-1 \n1.0\t2:10")]
    [InlineData("1   1:0.5   3:-2   \n-1  \n1  2:10  \n", true)]
    public void Rows_hold_what_is_named_and_zeros(string text, bool packed = false)
    {
        Write(text, packed);
        var all = LoadAll();
        Assert.Equal([0.5f, 0, -2, 0, 0, 0, 0, 10, 0], all.Inputs.ToArray());
        Assert.Equal([1, 0, 1], all.Labels.ToArray());
        Assert.Equal(["-1", "1"], all.ClassNames);
    }

    [Fact]
    public void Labels_are_classes_or_amounts_as_in_tables()
    {
        Write("3 1:1\n1 1:2\n2 1:3\n");
        Assert.Equal([2, 0, 1], LoadAll().Labels.ToArray());
        Write("3.5 1:1\n1.25 1:2\n");
        Assert.Equal([3.5f, 1.25f], LoadAll().Targets.ToArray());
        Assert.Equal(DataScale.None, Load(new DataOptions { Train = "d", Test = "d" }).Scale);
    }

    [Fact]
    public void The_largest_index_of_both_files_counts_unless_the_run_file_says_more()
    {
        Write("+1 1:1\n-1 2:1\n");
        _folder.Write("t", "+1 4:1\n");
        var options = new DataOptions { Train = "d", Test = "t" };
        Assert.Equal(4, Load(options).Train.InputCount);
        Assert.Equal(9, Load(options with { Inputs = 9 }).Test.InputCount);
        Assert.EndsWith(
            "t: line 1: index 4 lies beyond the 3 inputs (data.inputs, or what the model takes)",
            Fault(options with { Inputs = 3 }));
        Assert.Contains("data.inputs is 0; it must be 1..", Fault(options with { Inputs = 0 }));
    }

    [Fact]
    public void A_limit_ends_the_reading_before_what_it_leaves_out()
    {
        Write("+1 1:1\n-1 2:1\n+1 x\n");
        Assert.Equal(2, Load(new DataOptions { Train = "d", Test = "d", Limit = 2, TestLimit = 1 }).Train.Count);
    }

    [Theory]
    [InlineData("-1 0:1", "line 2: index 0; indices count from 1 here, so write the file with zero_based=False")]
    [InlineData("-1 -3:1", "line 2: index -3 does not lie in 1 … 16,777,216")]
    [InlineData("-1 4000000000:1", "line 2: index 4000000000 does not lie in 1 … 16,777,216")]
    [InlineData("-1 99999999999999999999:1", "line 2: '99999999999999999999:1' is not INDEX:VALUE")]
    [InlineData("-1 2:1 2:1", "line 2: index 2 follows index 2; indices must ascend")]
    [InlineData("-1 3:1 2:1", "line 2: index 2 follows index 3; indices must ascend")]
    [InlineData("-1 2:nan", "line 2: '2:nan' is not INDEX:VALUE with a finite value")]
    [InlineData("-1 2:1e99", "line 2: '2:1e99' is not INDEX:VALUE with a finite value")]
    [InlineData("-1 2:", "line 2: '2:' is not INDEX:VALUE")]
    [InlineData("-1 qid:7 2:1", "line 2: 'qid:7' is not INDEX:VALUE")]
    [InlineData("1,3 2:1", "line 2: the label '1,3' is not a number")]
    [InlineData("2:1", "line 2: the label '2:1' is not a number")]
    public void A_fault_is_told_with_its_line(string line, string problem)
    {
        Write($"+1 1:1\n{line}\n");
        Assert.Contains(problem, Fault(new DataOptions { Train = "d", Format = DataFormat.Libsvm }));
    }

    [Fact]
    public void Rows_that_are_all_empty_need_their_number_of_inputs()
    {
        Write("+1\n-1\n");
        var options = new DataOptions { Train = "d", Format = DataFormat.Libsvm };
        Assert.Contains("all rows are empty; give data.inputs", Fault(options));
        Assert.Equal(3, Load(options with { Inputs = 3, Test = "d" }).Train.InputCount);
    }

    [Fact]
    public void Options_that_it_does_not_know_are_refused()
    {
        Write("+1 1:1\n-1 2:1\n");
        Assert.Contains("libsvm has none", Fault(new DataOptions { Train = "d", Target = "0" }));
        Assert.Contains("hold their labels", Fault(new DataOptions { Train = "d", TrainLabels = "d" }));
        _folder.Write("t.csv", "1,2\n3,4.5\n");
        Assert.Contains("has 1 inputs, data.inputs is 5", Fault(new DataOptions { Train = "t.csv", Inputs = 5 }));
    }

    [Theory]
    [InlineData("a:1 b:2\n")]
    [InlineData("1 2 3\n4 5 6\n")]
    [InlineData("12:30 7.5\n13:30 8.5\n")]
    public void Other_text_is_not_taken_for_it(string text)
    {
        Write(text);
        var error = Record.Exception(() => Load(new DataOptions { Train = "d", Test = "d" }));
        Assert.DoesNotContain("INDEX:VALUE", error?.Message ?? "");
    }

    [Fact]
    public void A_line_without_end_takes_bounded_memory()
    {
        Write($"+1 1:1\n-1 {new string('7', 40_000_000)}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.EndsWith("line 2 is longer than 16,777,216 bytes", Fault(new DataOptions
        {
            Train = "d", Format = DataFormat.Libsvm,
        }));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 80_000_000);
    }

    [Fact]
    public void Inputs_to_predict_for_are_as_many_as_the_model_takes()
    {
        Write("0 1:1\n0 2:1\n");
        var options = new DataOptions { Train = "d" };
        Assert.Equal(4, DataLoader.LoadInputs(options, _folder.Path, inputCount: 4).InputCount);
        Assert.Throws<DataException>(() => DataLoader.LoadInputs(options, _folder.Path, inputCount: 1));
        Assert.Equal(4, DataLoader.LoadRows(options with { Inputs = 4 }, _folder.Path).InputCount);
    }

    private void Write(string text, bool packed = false)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _folder.Write("d", packed ? TemporaryFolder.Pack(bytes) : bytes);
    }

    private string Fault(DataOptions options) => Assert.Throws<DataException>(() => Load(options)).Message;

    private Dataset LoadAll() => Load(new DataOptions { Train = "d", Test = "d" }).Train;

    private DatasetPair Load(DataOptions options) => DataLoader.Load(options, _folder.Path, seed: 1);
}
