using System.Globalization;
using Murmuration.Agent.Metrics;

namespace Murmuration.Agent.Data.Checks;

/// <summary>A check as people read it.</summary>
internal static class CheckText
{
    private const int MostColumns = 40;
    private const int MostClasses = 20;
    private const int WidestName = 30;

    /// <summary>Writes all of it.</summary>
    public static void Write(TextWriter writer, CheckResult result)
    {
        var size = result.Bytes is { } bytes ? $", {ProgressText.Bytes(bytes)}" : "";
        writer.WriteLine($"{result.Source}: {(result.Dialect.Length > 0 ? result.Dialect : result.Format)}{size}");
        WriteSets(writer, result);
        WriteClasses(writer, result);
        WriteColumns(writer, result);
        foreach (var warning in result.Warnings)
        {
            writer.WriteLine($"warning   {warning}");
        }

        if (result.Model is not null)
        {
            writer.WriteLine($"model     {result.Model}");
        }

        WriteRunFile(writer, result);
    }

    private static void WriteSets(TextWriter writer, CheckResult result)
    {
        if (result.TrainingRows is null)
        {
            return;
        }

        var dropped = result.Dropped > 0 ? $"; {result.Dropped:N0} with missing values are left out" : "";
        var image = result.Image is null ? "" : $", images {result.Image}";
        var place = result.OnDisk ? "on the disk" : "in memory";
        writer.WriteLine($"rows      {result.TrainingRows:N0} to train on, {result.TestRows:N0} to test by{dropped}");
        writer.WriteLine($"inputs    {result.Inputs:N0}{image}, {ProgressText.Bytes(result.MemoryBytes ?? 0)} {place}");
        var targets = string.Join(", ", result.Columns.Where(column => column.Role == "target").Select(Quote));
        writer.WriteLine($"task      {result.Task}{(targets.Length > 0 ? $" of {targets}" : "")}");
    }

    private static void WriteClasses(TextWriter writer, CheckResult result)
    {
        if (result.ClassCount == 0)
        {
            return;
        }

        var rest = result.ClassCount > MostClasses ? $", and {result.ClassCount - MostClasses:N0} more" : "";
        var classes = result.Classes.Take(MostClasses).Select(one => $"{one.Name} ({one.Rows:N0})");
        writer.WriteLine($"classes   {string.Join(", ", classes)}{rest}");
    }

    private static void WriteColumns(TextWriter writer, CheckResult result)
    {
        if (result.Columns.Count == 0)
        {
            return;
        }

        CheckedColumn[] columns = [.. result.Columns.Take(MostColumns)];
        var width = Math.Min(WidestName, columns.Max(column => column.Name.Length));
        var header = $"{"smallest",10}{"largest",11}{"mean",11}{"deviation",11}  notes";
        writer.WriteLine($"{"column".PadRight(width)}  {header}");
        foreach (var column in columns)
        {
            var name = column.Name.Length <= width ? column.Name.PadRight(width) : $"{column.Name[..(width - 1)]}…";
            writer.WriteLine(
                $"{name}  {Number(column.Smallest),10}{Number(column.Largest),11}{Number(column.Mean),11}"
                + $"{Number(column.Deviation),11}  {Notes(column)}".TrimEnd());
        }

        if (result.ColumnCount > MostColumns)
        {
            writer.WriteLine($"… and {result.ColumnCount - MostColumns:N0} more; --json lists up to "
                + $"{CheckResult.MostListed:N0}");
        }
    }

    private static string Notes(CheckedColumn column)
    {
        var notes = new List<string>();
        if (column.Role != "input")
        {
            notes.Add(column.Role);
        }

        if (column.FirstWords is { } words)
        {
            var count = column.Words is { } known ? $"{known}" : $"more than {ColumnSurvey.MostWords}";
            notes.Add($"{count} words: {string.Join(", ", words.Take(3))}{(column.Words is <= 3 ? "" : ", …")}");
        }

        if (column.Missing > 0)
        {
            notes.Add($"{column.Missing:N0} missing, first in {column.FirstMissing}");
        }

        return string.Join("; ", notes);
    }

    private static void WriteRunFile(TextWriter writer, CheckResult result)
    {
        if (result.RunFile is null)
        {
            return;
        }

        writer.WriteLine(result.Loads ? "In a run file:" : "It would load with this in a run file:");
        writer.WriteLine(RunFileText.Of(result.RunFile));
    }

    private static string Quote(CheckedColumn column) => $"'{column.Name}'";

    private static string Number(double? value) => value?.ToString("G5", CultureInfo.InvariantCulture) ?? "";
}
