using Murmuration.Agent.Data;

namespace Murmuration.Agent.Tests.Data;

public class DatasetTests
{
    private static readonly Dataset Classes = Dataset.ForClasses([1, 2, 3, 4, 5, 6], 2, [2, 0, 1], 3, ["a", "b", "c"]);
    private static readonly Dataset Values = Dataset.ForRegression([1, 2, 3], 1, [10, 11, 20, 21, 30, 31], 2);

    [Fact]
    public void Select_copies_rows_in_the_given_order()
    {
        var chosen = Classes.Select([2, 0, 2]);
        Assert.Equal([5f, 6, 1, 2, 5, 6], chosen.Inputs.ToArray());
        Assert.Equal([1, 2, 1], chosen.Labels.ToArray());
        Assert.Equal(["a", "b", "c"], chosen.ClassNames);
        Assert.Equal([30f, 31, 10, 11], Values.Select([2, 0]).Targets.ToArray());
        Assert.Equal([20f, 21], Values.TargetsOf(1).ToArray());
    }

    [Fact]
    public void Select_of_no_rows_is_an_empty_set_of_the_same_kind()
    {
        var none = Classes.Select([]);
        Assert.Equal((0, 2, 3), (none.Count, none.InputCount, none.ClassCount));
    }

    [Fact]
    public void OneHot_rows_have_a_one_at_the_label()
    {
        var targets = Enumerable.Repeat(float.NaN, 9).ToArray();
        Classes.WriteOneHot(targets);
        Assert.Equal([0f, 0, 1, 1, 0, 0, 0, 1, 0], targets);
    }

    [Fact]
    public void OneHot_into_a_wrong_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => Classes.WriteOneHot(new float[8]));

    [Fact]
    public void A_label_beyond_the_classes_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.ForClasses([1, 2], 1, [0, 2], 2));

    [Fact]
    public void Inputs_of_another_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => Dataset.ForClasses([1, 2, 3], 2, [0, 1], 2));

    [Fact]
    public void Labels_are_counted_and_written_as_numbers()
    {
        var numbers = new float[3];
        Classes.WriteLabels(numbers);
        Assert.Equal([2f, 0, 1], numbers);
        Assert.Equal([1, 1, 1], Classes.CountLabels());
        Assert.Empty(Values.CountLabels());
    }
}
