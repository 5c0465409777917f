using Murmuration.Agent.Configuration;
using Murmuration.Agent.Data;
using Murmuration.Testing;

namespace Murmuration.Agent.Tests.Data;

/// <summary>Loading for a model that is trained already.</summary>
public sealed class LoadingRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_rows_come_in_the_order_of_the_file_up_to_the_limit()
    {
        _folder.Write("t.csv", "1,0\n2,1\n3,0\n4,1\n");
        Assert.Equal([1f, 2, 3, 4], Rows(new DataOptions()).Inputs.ToArray());
        Assert.Equal([1f, 2, 3], Rows(new DataOptions { Limit = 3 }).Inputs.ToArray());
        Assert.Equal([2 / 255f], Rows(new DataOptions { Scale = DataScale.Unit }).InputsOf(1).ToArray());
    }

    [Theory]
    [InlineData("a,b,y\n1,2,?\n3,4,\n", 2)]
    [InlineData("a,b\n1,2\n3,4\n", 2)]
    [InlineData("y,a,b\nx,1,2\n?,3,4\n", 2, "y")]
    [InlineData("id,a,b,y\n7,1,2,x\n8,3,4,z\n", 2, null, "id")]
    public void Inputs_are_found_with_and_without_a_target(
        string text, int inputCount, string? target = null, string? ignored = null)
    {
        _folder.Write("t.csv", text);
        var rows = Inputs(new DataOptions { Target = target, Ignore = ignored is null ? [] : [ignored] }, inputCount);
        Assert.Equal([1f, 2, 3, 4], rows.Inputs);
        Assert.Equal((2, 2), (rows.Count, rows.InputCount));
    }

    [Fact]
    public void Words_need_the_categories_of_the_model()
    {
        _folder.Write("t.csv", "a,color\n1,red\n2,blue\n");
        var categories = new Dictionary<string, IReadOnlyList<string>>
        {
            ["color"] = ["blue", "red"], ["kind"] = ["x", "y"],
        };
        Assert.Equal([1f, 0, 1, 2, 1, 0], Inputs(new DataOptions { Categories = categories }, 3).Inputs);
    }

    [Fact]
    public void Another_number_of_inputs_is_told()
    {
        var path = _folder.Write("t.csv", "a,b,y\n1,2,3\n");
        Assert.Equal(
            $"{path}: the model takes 5 inputs; the 3 columns give 3 without the target and those of data.ignore",
            Assert.Throws<DataException>(() => Inputs(new DataOptions(), 5)).Message);
        Assert.Throws<DataException>(() => Inputs(new DataOptions(), 1));
    }

    [Fact]
    public void Images_need_no_labels()
    {
        _folder.Write("i", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4]);
        var rows = DataLoader.LoadInputs(new DataOptions { Train = "i" }, _folder.Path, 2);
        Assert.Equal([1f, 2, 3, 4], rows.Inputs);
        Assert.Equal("1x1x2", $"{rows.Image}");
        Assert.Throws<DataException>(() => DataLoader.LoadInputs(new DataOptions { Train = "i" }, _folder.Path, 3));
    }

    private Dataset Rows(DataOptions options) => DataLoader.LoadRows(options with { Train = "t.csv" }, _folder.Path);

    private InputRows Inputs(DataOptions options, int count) =>
        DataLoader.LoadInputs(options with { Train = "t.csv" }, _folder.Path, count);
}
