using Murmuration.Agent.Reports;

namespace Murmuration.Agent.Tests.Reports;

public sealed class FindingsTextTests
{
    [Fact]
    public void Few_classes_have_their_matrix() => Assert.Equal(
        """
        Rows of a class, how many are found right, and as what they are taken:
          class  rows    right  cat  dog  owl
          cat       4  75.00 %    3    1    ·
          dog       2  50.00 %    ·    1    1
          owl       0        –    ·    ·    ·

        """,
        Text(new(["cat", "dog", "owl"], [[3, 1, 0], [0, 1, 1], [0, 0, 0]], [])));

    [Fact]
    public void Of_many_classes_the_worst_are_told()
    {
        var names = Enumerable.Range(0, 30).Select(k => $"class number {k,5}").ToList();
        int[][] confusion =
        [
            .. Enumerable.Range(0, 30).Select(truth => Enumerable.Range(0, 30)
                .Select(predicted => predicted == truth ? truth : predicted == (truth + 1) % 30 ? 30 - truth : 0)
                .ToArray()),
        ];
        var lines = Text(new(names, confusion, [])).TrimEnd().Split('\n');
        Assert.Equal(22, lines.Length);
        Assert.StartsWith("The 20 classes of 30 with the fewest right", lines[0], StringComparison.Ordinal);
        Assert.Equal("  class number   …    30   0.00 %  class number   … (30)", lines[2]);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 120));
    }

    [Fact]
    public void A_regression_has_its_error_and_its_worst_rows() => Assert.Equal(
        """
        Root mean square error 2.5 in the units of the target; the worst rows:
          row  target  predicted
          17      3.5       -1.5
          4       1 2        1 3

        """,
        Text(new([], [], [])
        {
            WorstValues = [new(17, [3.5], [-1.5], 9), new(4, [1, 2], [1, 3], 1)],
            RootMeanSquareError = 2.5,
        }));

    [Fact]
    public void Without_a_matrix_nothing_is_told() => Assert.Empty(Text(new(["a", "b"], [], [])));

    private static string Text(TestFindings findings)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        FindingsText.Write(writer, findings);
        return writer.ToString();
    }
}
