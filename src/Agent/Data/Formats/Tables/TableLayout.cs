namespace Murmuration.Agent.Data.Formats.Tables;

/// <summary>How a table is written: what separates its fields, whether names stand on top, and what they are.</summary>
/// <param name="Path">The file.</param>
/// <param name="Separator">The character between fields; a blank stands for any run of blanks.</param>
/// <param name="HasHeader">Whether the first line holds names.</param>
/// <param name="ColumnNames">Names of all columns; "column 0" and so on without a header.</param>
/// <param name="CommentLines">Lines at the top that are no rows.</param>
internal sealed record TableLayout(
    string Path, char Separator, bool HasHeader, string[] ColumnNames, int CommentLines)
{
    /// <summary>Such as "CSV, separated by semicolons, with a header".</summary>
    public override string ToString()
    {
        var comments = CommentLines switch
        {
            0 => "",
            1 => ", 1 line of comment",
            var count => $", {count} lines of comment",
        };
        return $"{(Separator == '\t' ? "TSV" : "CSV")}, separated by {SeparatorName()}, "
            + $"{(HasHeader ? "with a header" : "without a header")}{comments}";
    }

    private string SeparatorName() => Separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        ' ' => "blanks",
        var other => $"'{other}'",
    };
}
